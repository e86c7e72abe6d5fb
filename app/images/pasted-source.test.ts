import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "@/lib/errors";
import { pastedSources } from "./pasted-source";

describe("a pasted image", () => {
  it.each([
    ["LSSTCam/2025061300222/R22_S11@post_isr", "LSSTCam/2025061300222/R22_S11@post_isr"],
    [" LSSTCam 2025061300222 R22_S11 ", "LSSTCam/2025061300222/R22_S11"],
    ["instrument='LSSTCam' exposure=2025061300222 detector=94", "LSSTCam/2025061300222/94"],
    ["instrument='HSC', visit=903334", "HSC/903334"],
    ["file:12[0,3]", "file:12[0,3]"],
  ])("%s is %s", (text, source) => expect(pastedSources(text)).toEqual([source]));

  it("may be an address with several", () => {
    expect(pastedSources("http://localhost:3000/images?n=2&p=file:1%5B0%5D~file:2%5B1%5D&z=4")).toEqual([
      "file:1[0]",
      "file:2[1]",
    ]);
  });

  it("is refused when it names none", () => {
    expect(() => pastedSources("the moon")).toThrow(InvalidParameterError);
    expect(pastedSources("")).toEqual([]);
  });
});
