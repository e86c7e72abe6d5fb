import { deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";

const content = Uint8Array.from({ length: 5000 }, (_, i) => i % 7);

async function load(place: "Node" | "browser"): Promise<typeof import("./inflate")> {
  vi.resetModules();
  if (place === "browser") vi.doMock("@/lib/files/node-zlib", () => ({ nodeZlib: () => null }));
  return import("./inflate");
}

afterEach(() => {
  vi.doUnmock("@/lib/files/node-zlib");
});

describe.each(["Node", "browser"] as const)("inflateBytes in %s", (place) => {
  it("inflates gzip, its members, and zlib", async () => {
    const { inflateBytes } = await load(place);
    expect([...inflateBytes(gzipSync(content), 5000, "tile 1")]).toEqual([...content]);
    expect([...inflateBytes(deflateSync(content), 5000, "tile 1")]).toEqual([...content]);
    const members = Buffer.concat([gzipSync(content), gzipSync(content)]);
    expect(inflateBytes(members, 10_000, "tile 1")).toHaveLength(10_000);
  });

  it.each([
    ["cut", gzipSync(content).subarray(0, 30), 5000, "tile 1: a gzip stream that ends too early in 30 bytes"],
    ["empty", new Uint8Array(0), 5000, "a gzip stream that ends too early in 0 bytes"],
    ["no gzip", content, 5000, "a broken gzip stream in 5000 bytes, expected a whole gzip stream"],
    ["larger", deflateSync(content), 4999, "that inflate to more, expected gzip of at most 4999 bytes"],
    ["larger than nothing", deflateSync(content), 0, "expected gzip of at most 0 bytes"],
  ])("names the place of what is %s", async (_, bytes, most, message) => {
    const { inflateBytes } = await load(place);
    expect(() => inflateBytes(bytes, most, "tile 1")).toThrow(message);
    expect(() => inflateBytes(bytes, most, "tile 1")).toThrow(
      expect.objectContaining({ tag: "MalformedFile", place: "tile 1" }),
    );
  });
});
