import { describe, expect, test } from "vitest";
import { canonicalJson, exposureChecksum, type RunInput, runKey, taskKey } from "./keys";
import type { ResolvedPipeline } from "./pipelines";

const PIPELINE: ResolvedPipeline = {
  name: "find-dark-rings",
  mode: "annulus",
  tasks: [{ name: "find-dark-rings", version: 1, stage: 0, per: "detector", configuration: { nSigma: 5, scales: 3 } }],
};

function input(detector: number, changes: Partial<RunInput> = {}): RunInput {
  const base = { imageId: BigInt(detector), instrument: "LSSTCam", exposureId: 2025061300222n, detector, hdu: 1 };
  return { ...base, checksum: `checksum of ${detector}`, ...changes };
}

describe("canonicalJson", () => {
  test("does not depend on the order of names", () => {
    expect(canonicalJson({ b: 1, a: { d: 2n, c: [3, null] } })).toBe('{"a":{"c":[3,null],"d":"2"},"b":1}');
  });
});

describe("runKey", () => {
  const key = runKey(PIPELINE, "0.1.0", [input(1), input(2)]);

  test("is the same for the same inputs in any order, whatever their ids in the database", () => {
    expect(runKey(PIPELINE, "0.1.0", [input(2, { imageId: 99n }), input(1)])).toBe(key);
  });

  test("differs with a pixel file, a setting, a task version and the code", () => {
    const [task] = PIPELINE.tasks;
    const changed = { ...PIPELINE, tasks: [{ ...task!, configuration: { nSigma: 4, scales: 3 } }] };
    const raised = { ...PIPELINE, tasks: [{ ...task!, version: 2 }] };
    const keys = [
      key,
      runKey(PIPELINE, "0.1.0", [input(1), input(2, { checksum: "another" })]),
      runKey(changed, "0.1.0", [input(1), input(2)]),
      runKey(raised, "0.1.0", [input(1), input(2)]),
      runKey(PIPELINE, "0.1.1", [input(1), input(2)]),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("taskKey", () => {
  test("differs between detectors, and between a detector and its exposure", () => {
    const [task] = PIPELINE.tasks;
    const subject = { instrument: "LSSTCam", exposureId: 1n };
    const keys = [0, 1, null].map((detector) => taskKey("run", task!, { ...subject, detector }, "sum"));
    expect(new Set(keys).size).toBe(3);
  });
});

describe("exposureChecksum", () => {
  test("changes with any of its images", () => {
    expect(exposureChecksum([input(1), input(2)])).toBe(exposureChecksum([input(2), input(1)]));
    expect(exposureChecksum([input(1), input(2)])).not.toBe(exposureChecksum([input(1), input(2, { hdu: 2 })]));
  });
});
