import { describe, expect, it } from "vitest";
import { verdictSchema } from "./verdict";

const SAID = {
  clientKey: "key-number-1",
  instrument: "LSSTCam",
  exposureId: "2025061300222",
  at: "2025-06-13T04:00:00.000Z",
  undoneAt: null,
};
const RING = { ...SAID, detector: 94, x: 10.5, y: 20.25, label: "ring" };
const IMAGE = { ...SAID, subject: "image", detector: 94, stage: "residual_dark", label: "Crosstalk" };

const CANDIDATE = {
  ...SAID,
  ...{
    subject: "candidate",
    instrument: "rapid",
    exposureId: "87210",
    candidateId: "jid87210:zogy:12",
    label: "dipole",
  },
};

const refusal = (value: unknown) => verdictSchema.safeParse(value).error?.issues[0]?.message ?? null;

describe("a verdict", () => {
  it("is of a dark ring unless it says otherwise", () => {
    expect(verdictSchema.parse(RING)).toMatchObject({ subject: "dark-ring", stage: null, comment: null });
  });

  it("on an image has a detector or the whole focal plane, and may be a comment alone", () => {
    expect(verdictSchema.parse(IMAGE)).toMatchObject({ x: null, y: null });
    expect(refusal({ ...IMAGE, detector: null, stage: "mosaic8", label: null, comment: "moonlight" })).toBeNull();
    expect(refusal({ ...IMAGE, x: 3, y: 4 })).toBeNull();
  });

  it("on a candidate names it, and may say who, how long and whether blind", () => {
    expect(verdictSchema.parse(CANDIDATE)).toMatchObject({ person: "local", seconds: null, isBlind: false });
    expect(refusal({ ...CANDIDATE, person: "second reader", seconds: 1.4, isBlind: true, x: 3, y: 4 })).toBeNull();
  });

  it.each([
    ["a candidate without its id", { ...CANDIDATE, candidateId: null }, "the id of a candidate"],
    ["a ring with the id of a candidate", { ...RING, candidateId: "jid1:zogy:1" }, "none of anything else"],
    ["nothing said", { ...IMAGE, label: null }, "a label, a comment or both"],
    ["an image without a stage", { ...IMAGE, stage: null }, "the stage of an image"],
    ["a ring with a stage", { ...RING, stage: "raw" }, "none of a dark ring"],
    ["a ring without a place", { ...RING, x: null, y: null }, "detector, x and y"],
    ["a ring without a detector", { ...RING, detector: null }, "detector, x and y"],
    ["half a place", { ...IMAGE, x: 3 }, "x and y, or neither"],
  ])("is refused with %s", (_, value, expected) => {
    expect(refusal(value)).toContain(expected);
  });
});
