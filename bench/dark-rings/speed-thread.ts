// What a compute thread does, over and over on one detector, and how long it takes: CPU time of the thread (what a
// core does; others may share the machine) and wall time.

import { parentPort } from "node:worker_threads";
import { DEFAULT_CONFIGURATION, findDarkRings, REFERENCE_CONFIGURATION } from "@/lib/dark-rings";
import { createKernels } from "@/lib/kernels";
import { simulateDetector } from "@/lib/simulate";

const WARM_UP_ROUNDS = 3;
const ROUNDS = 11;

export interface Lap {
  name: string;
  width: number;
  height: number;
  rows: number;
  /** medians over the rounds */
  cpuMs: number;
  wallMs: number;
  bestWallMs: number;
}

export interface SpeedReport {
  laps: Lap[];
  /** for the largest detector: kernel memory, and with the image and its mask */
  kernelBytes: number;
  threadBytes: number;
}

const kernels = createKernels();

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function lap(name: string, width: number, height: number, run: () => number): Lap {
  const [cpu, wall]: [number[], number[]] = [[], []];
  let rows = 0;
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const before = process.threadCpuUsage();
    const started = performance.now();
    rows = run();
    const milliseconds = performance.now() - started;
    const used = process.threadCpuUsage(before);
    if (round < WARM_UP_ROUNDS) continue;
    wall.push(milliseconds);
    cpu.push((used.user + used.system) / 1000);
  }
  return { name, width, height, rows, cpuMs: median(cpu), wallMs: median(wall), bestWallMs: Math.min(...wall) };
}

function simulate(width: number, height: number, features: number) {
  const settings = { rings: features, blobs: features };
  const detector = simulateDetector({ width, height, seed: "bench speed", settings });
  return { ...detector, bad: detector.mask };
}

function measure(): SpeedReport {
  const laps: Lap[] = [];
  const few = simulate(4072, 4000, 4);
  const many = simulate(4072, 4000, 60);
  const [width, height] = [few.width, few.height];
  laps.push(lap("annulus", width, height, () => findDarkRings(few, DEFAULT_CONFIGURATION, kernels).rings.length));
  laps.push(lap("annulus", width, height, () => findDarkRings(many, DEFAULT_CONFIGURATION, kernels).rings.length));
  laps.push(lap("reference", width, height, () => findDarkRings(few, REFERENCE_CONFIGURATION, kernels).rings.length));
  laps.push(lap("floor: copy and read once", width, height, () => copyAndRead(few)));
  const largest = simulate(4096, 4096, 60);
  laps.push(lap("annulus", 4096, 4096, () => findDarkRings(largest, DEFAULT_CONFIGURATION, kernels).rings.length));
  const kernelBytes = kernels.memory.buffer.byteLength;
  return { laps, kernelBytes, threadBytes: kernelBytes + largest.pixels.byteLength + largest.bad.byteLength };
}

/** The least any detector can do: bring the image into kernel memory and look at each pixel once. */
function copyAndRead({ pixels, bad }: { pixels: Float32Array; bad: Uint8Array }): number {
  const mark = kernels.mark();
  const plane = kernels.allocate(4 * pixels.length);
  const marks = kernels.allocate(pixels.length);
  kernels.float32(plane, pixels.length).set(pixels);
  kernels.uint8(marks, pixels.length).set(bad);
  kernels.exports.markNonFinite(plane, marks, pixels.length);
  kernels.release(mark);
  return 0;
}

parentPort?.postMessage(measure());
