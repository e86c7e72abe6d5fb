// npm run bench -- dark-rings: completeness, purity and confusion against depth on simulated darks with
// truth. Writes bench/results/dark-rings.json. Speed and memory: npm run bench -- kernels.

import { mkdirSync, writeFileSync } from "node:fs";
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

saveResults({ machine: machine(), quality: benchQuality() });

function benchQuality() {
  const detectors = makeDetectors();
  const kernels = createKernels();
  return VARIANTS.map(({ configuration, variant, useMask }) => {
    const quality = measureQuality(detectors, configuration, kernels, { variant, useMask });
    console.log(`${qualityText(quality)}\n`);
    return quality;
  });
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

function saveResults(found: Record<string, unknown>): void {
  const folder = path.join(environment().projectRoot, "bench/results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "dark-rings.json"), `${JSON.stringify(found, null, 2)}\n`);
}
