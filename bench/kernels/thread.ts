// What a compute thread does in the kernels' bench: one piece of work a message, on images that it keeps.

import { parentPort } from "node:worker_threads";
import { DEFAULT_CONFIGURATION, findDarkRings, REFERENCE_CONFIGURATION } from "@/lib/dark-rings";
import type { DarkRingImage } from "@/lib/dark-rings/dark-ring";
import { openFile } from "@/lib/files/byte-source";
import { createKernels } from "@/lib/kernels";
import { labelBelow } from "@/lib/kernels/labels";
import { sigmaClippedStatistics } from "@/lib/kernels/sigma-clip";
import { starletDetail } from "@/lib/kernels/starlet";
import { rectangleOf, robustStatistics } from "@/lib/kernels/statistics";
import { zscaleLimits } from "@/lib/kernels/zscale";
import { openFits, readImage } from "@/lib/readers/fits";
import { simulateDetector } from "@/lib/simulate";

export interface Run {
  ms: number;
  /** of the thread; the clock ticks in 4 ms on some machines */
  cpuMs: number;
  note: string;
}

export interface Order {
  work: string;
  /** a FITS file, or `simulated:RINGS:SIDE` */
  image: string;
}

export interface Answer extends Run {
  /** kernels, image and mask */
  bytes: number;
}

const kernels = createKernels();
const images = new Map<string, DarkRingImage>();

async function load(name: string): Promise<DarkRingImage> {
  const known = images.get(name);
  if (known) return known;
  const image = name.startsWith("simulated:") ? simulate(name) : await readPlain(name);
  images.set(name, image);
  return image;
}

function simulate(name: string): DarkRingImage {
  const [, features, width, height] = name.split(":").map(Number);
  const settings = { rings: features!, blobs: features! };
  const detector = simulateDetector({ width: width!, height: height!, seed: "bench speed", settings });
  return { ...detector, bad: detector.mask };
}

async function readPlain(name: string): Promise<DarkRingImage> {
  const source = await openFile(name);
  const { width, height, pixels } = await readImage(await openFits(source), 0);
  await source.close();
  return { width, height, pixels, bad: null, amplifiers: null };
}

/** Works on a copy of the image in kernel memory, which is not part of what is timed. */
function onPlane(
  { width, height, pixels }: DarkRingImage,
  run: (plane: number, width: number, height: number) => string,
): Run {
  const mark = kernels.mark();
  const plane = kernels.allocate(4 * pixels.length);
  // so that no growth falls into the time
  kernels.allocate(50_000_000);
  kernels.release(plane + 4 * pixels.length + 64);
  kernels.float32(plane, pixels.length).set(pixels);
  const done = timed(() => run(plane, width, height));
  kernels.release(mark);
  return done;
}

function timed(run: () => string): Run {
  const before = process.threadCpuUsage();
  const started = performance.now();
  const note = run();
  const ms = performance.now() - started;
  const used = process.threadCpuUsage(before);
  return { ms, cpuMs: (used.user + used.system) / 1000, note };
}

const whole = (width: number, height: number) => ({ x0: 0, y0: 0, width, height });

const AMPLIFIERS = Array.from({ length: 16 }, (_, i) => {
  return { x0: (i % 8) * 509, y0: (i >> 3) * 2000, width: 509, height: 2000 };
});

function clip(plane: number, width: number, box: { x0: number; y0: number; width: number; height: number }): string {
  const { mean, median, standardDeviation } = sigmaClippedStatistics(kernels, rectangleOf(plane, width, box));
  return [mean, median, standardDeviation].map((value) => value?.toFixed(5)).join(" ");
}

const WORK: Record<string, (image: DarkRingImage) => Run> = {
  annulus: (image) => timed(() => `${findDarkRings(image, DEFAULT_CONFIGURATION, kernels).rings.length} rows`),
  reference: (image) => timed(() => `${findDarkRings(image, REFERENCE_CONFIGURATION, kernels).rings.length} rows`),
  zscale: (image) =>
    timed(() => {
      const limits = zscaleLimits(image.pixels);
      return `${limits?.low.toFixed(6)} ${limits?.high.toFixed(6)}`;
    }),
  clip: (image) => onPlane(image, (plane, width, height) => clip(plane, width, whole(width, height))),
  "clip amplifiers": (image) =>
    onPlane(image, (plane, width) => AMPLIFIERS.map((box) => clip(plane, width, box))[0] ?? ""),
  median: (image) =>
    onPlane(image, (plane, width, height) => {
      const { median, sigma } = robustStatistics(kernels, rectangleOf(plane, width, whole(width, height)));
      return `${median?.toFixed(6)} ${sigma?.toFixed(6)}`;
    }),
  "plane 2": (image) =>
    onPlane(image, (plane, width, height) => {
      starletDetail(kernels, plane, 2, { width, height, border: "reflect" });
      return `${kernels.float32(plane, width * height)[100 * width + 100]?.toFixed(4)}`;
    }),
  label: (image) =>
    onPlane(image, (plane, width, height) => {
      const box = { ...whole(width, height), threshold: -16, median: 0, sigma: 1 };
      return `${labelBelow(kernels, plane, { width, height }, [box], 2_000_000).componentCount} footprints`;
    }),
};

parentPort?.on("message", async ({ work, image }: Order) => {
  const loaded = await load(image);
  const run = WORK[work]?.(loaded);
  if (run === undefined) throw new Error(`no work ${work}`);
  const bytes = kernels.memory.buffer.byteLength + loaded.pixels.byteLength + (loaded.bad?.byteLength ?? 0);
  parentPort?.postMessage({ ...run, bytes } satisfies Answer);
});

parentPort?.postMessage("ready");
