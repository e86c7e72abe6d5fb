// Connected footprints of pixels below a threshold, as runs, without a label image.

import { InvalidParameterError, TaskFailedError } from "../errors";
import type { Kernels } from "./index";

/** A rectangle with its own threshold: pixels with median - value > nSigma × sigma are below. */
export interface ThresholdBox {
  x0: number;
  y0: number;
  width: number;
  height: number;
  /** a pixel strictly below it belongs to a run */
  threshold: number;
  median: number;
  sigma: number;
}

/** Runs in raster order, as parallel arrays that are the caller's. */
export interface LabelledRuns {
  count: number;
  componentCount: number;
  xStart: Int32Array;
  /** exclusive */
  xEnd: Int32Array;
  y: Int32Array;
  /** component of each run, numbered in the raster order of first pixels */
  component: Int32Array;
  /** largest (median - value) / sigma in each run */
  peak: Float32Array;
}

const RUN_BYTES = 24;
const SEGMENT_BYTES = 20;

/**
 * Finds and joins runs of pixels strictly below the thresholds; 4-connected.
 *
 * Border: pixels outside of the image and of all boxes are not below. NaN is never below.
 * Cost: one read of the plane; a table of 24 bytes × capacity in the arena, given back; input untouched.
 *
 * @param plane byte offset of float32 [height × width]
 * @param boxes must not overlap; a footprint may cross them
 * @param capacity most runs there may be
 * @throws TaskFailedError when there are more runs: the threshold lies in the noise. Never an empty answer.
 * @throws InvalidParameterError when a box leaves the image
 */
export function labelBelow(
  kernels: Kernels,
  plane: number,
  shape: { width: number; height: number },
  boxes: readonly ThresholdBox[],
  capacity: number,
): LabelledRuns {
  const mark = kernels.mark();
  const runs = kernels.allocate(RUN_BYTES * capacity);
  const segments = kernels.allocate(SEGMENT_BYTES * boxes.length);
  let count = 0;
  for (const { yBegin, yEnd, across } of bands(shape, boxes)) {
    writeSegments(kernels, segments, across);
    count = kernels.exports.findRuns(plane, shape.width, yBegin, yEnd, segments, across.length, runs, count, capacity);
    if (count >= 0) continue;
    kernels.release(mark);
    throw new TaskFailedError({
      place: `footprints, row ${yBegin} or after`,
      found: `more than ${capacity} runs of pixels below the threshold`,
      expected: "a threshold further from the noise",
    });
  }
  const componentCount = kernels.exports.joinRuns(runs, count);
  const labelled = copyRuns(kernels, runs, count, componentCount);
  kernels.release(mark);
  return labelled;
}

/** Row ranges in which the same boxes lie side by side. */
function bands(shape: { width: number; height: number }, boxes: readonly ThresholdBox[]) {
  const edges = new Set<number>();
  for (const box of boxes) {
    const isInside =
      box.x0 >= 0 && box.y0 >= 0 && box.x0 + box.width <= shape.width && box.y0 + box.height <= shape.height;
    if (!isInside) {
      throw new InvalidParameterError({
        place: "footprints",
        found: `a box at x ${box.x0}, y ${box.y0} of ${box.width} × ${box.height} pixels`,
        expected: `a box inside ${shape.width} × ${shape.height} pixels`,
      });
    }
    edges.add(box.y0).add(box.y0 + box.height);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((yBegin, i) => ({
    yBegin,
    yEnd: sorted[i + 1]!,
    across: boxes.filter((box) => box.y0 <= yBegin && box.y0 + box.height > yBegin).sort((a, b) => a.x0 - b.x0),
  }));
}

function writeSegments(kernels: Kernels, offset: number, across: readonly ThresholdBox[]): void {
  const integers = kernels.int32(offset, (across.length * SEGMENT_BYTES) / 4);
  const floats = kernels.float32(offset, integers.length);
  across.forEach((box, i) => {
    integers.set([box.x0, box.x0 + box.width], 5 * i);
    floats.set([box.threshold, box.median, box.sigma], 5 * i + 2);
  });
}

function copyRuns(kernels: Kernels, offset: number, count: number, componentCount: number): LabelledRuns {
  const words = kernels.int32(offset, (count * RUN_BYTES) / 4);
  const floats = kernels.float32(offset, words.length);
  const integers = () => new Int32Array(count);
  const labelled: LabelledRuns = {
    count,
    componentCount,
    xStart: integers(),
    xEnd: integers(),
    y: integers(),
    component: integers(),
    peak: new Float32Array(count),
  };
  for (let i = 0; i < count; i++) {
    labelled.xStart[i] = words[6 * i]!;
    labelled.xEnd[i] = words[6 * i + 1]!;
    labelled.y[i] = words[6 * i + 2]!;
    labelled.component[i] = words[6 * i + 3]!;
    labelled.peak[i] = floats[6 * i + 4]!;
  }
  return labelled;
}
