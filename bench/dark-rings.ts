// npm run bench -- dark-rings [quality|speed]: completeness, purity and confusion against depth on simulated darks with
// truth, and speed and memory of one warm compute thread. Writes bench/results/dark-rings.json.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import {
  type DarkRingConfiguration,
  DEFAULT_CONFIGURATION,
  parseDarkRingConfiguration,
  REFERENCE_CONFIGURATION,
} from "@/lib/dark-rings";
import { environment } from "@/lib/environment";
import { createKernels } from "@/lib/kernels";
import { makeDetectors, measureQuality, qualityText } from "./dark-rings/quality";
import { measurePeer, measureSpeed } from "./dark-rings/speed";

const VARIANTS: { configuration: DarkRingConfiguration; variant: string; useMask: boolean }[] = [
  { configuration: DEFAULT_CONFIGURATION, variant: "defaults", useMask: true },
  { configuration: DEFAULT_CONFIGURATION, variant: "defaults, no mask planes given", useMask: false },
  {
    configuration: parseDarkRingConfiguration({ faintNSigma: null }),
    variant: "plane threshold 5 sigma alone",
    useMask: true,
  },
  {
    configuration: parseDarkRingConfiguration({ brightNSigma: null }),
    variant: "bright pixels used, no mask planes given: the flags at work",
    useMask: false,
  },
  { configuration: REFERENCE_CONFIGURATION, variant: "pull request 6", useMask: false },
];

const wanted = process.argv[2] ?? "all";
const results: Record<string, unknown> = { machine: machine() };
if (wanted !== "speed") results.quality = benchQuality();
if (wanted !== "quality") Object.assign(results, await benchSpeed());
saveResults(results);

function benchQuality() {
  const detectors = makeDetectors();
  const kernels = createKernels();
  return VARIANTS.map(({ configuration, variant, useMask }) => {
    const quality = measureQuality(detectors, configuration, kernels, { variant, useMask });
    console.log(`${qualityText(quality)}\n`);
    return quality;
  });
}

async function benchSpeed() {
  const speed = await measureSpeed();
  const peer = measurePeer();
  const floor = speed.laps.find(({ name }) => name.startsWith("floor"));
  console.log("one warm compute thread, median of 11 rounds; cpu: time of the thread, wall: with whatever else runs");
  for (const { name, width, height, rows, cpuMs, wallMs, bestWallMs } of speed.laps) {
    const rate = (milliseconds: number) => ((width * height) / 1e3 / milliseconds).toFixed(0).padStart(5);
    const ratio = floor ? `${(cpuMs / floor.cpuMs).toFixed(1)} floors` : "";
    console.log(
      `  ${name.padEnd(26)} ${width} x ${height} ${String(rows).padStart(5)} rows  cpu ${cpuMs.toFixed(0).padStart(4)} ms` +
        ` ${rate(cpuMs)} Mpix/s/core   wall ${wallMs.toFixed(0)} ms ${rate(wallMs)} Mpix/s (best ${rate(bestWallMs)})  ${ratio}`,
    );
  }
  if (peer) console.log(`  ${peer.name}: ${peer.wallMs.toFixed(0)} ms, ${peer.megapixelsPerSecond.toFixed(1)} Mpix/s`);
  else console.log("  scipy reference: not measured (Python or its script is not here)");
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  console.log(
    `  memory of the thread at 4096 x 4096: kernels ${mb(speed.kernelBytes)}, with image and mask ${mb(speed.threadBytes)}`,
  );
  return { speed, peer };
}

function machine() {
  const [first] = cpus();
  return {
    processor: first?.model ?? "unknown",
    cores: availableParallelism(),
    load: loadavg()[0],
    node: process.version,
  };
}

/** Keeps the other half of an earlier run. */
function saveResults(found: Record<string, unknown>): void {
  const folder = path.join(environment().projectRoot, "bench/results");
  const file = path.join(folder, "dark-rings.json");
  mkdirSync(folder, { recursive: true });
  const before: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  writeFileSync(file, `${JSON.stringify({ ...Object(before), ...found }, null, 2)}\n`);
}
