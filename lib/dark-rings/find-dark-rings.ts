// The door of the measurement: one detector in, its dark rings out.

import { InvalidParameterError } from "../errors";
import type { Kernels } from "../kernels";
import { findInAnnulusMode } from "./annulus-mode";
import type { DarkRingConfiguration } from "./configuration";
import type { DarkRingImage, DarkRingMeasurement } from "./dark-ring";
import { findInReferenceMode } from "./reference-mode";

/**
 * Finds and measures the dark features of one detector, in the mode of the configuration. Method, units and limits of
 * every number: docs/dark-rings.md.
 *
 * Border: zero-padded (reference) or reflected (annulus). Bad pixels: ignored (reference) or honoured (annulus).
 * Cost: about 10 bytes a pixel of kernel memory, which stays with the kernels for the next detector; the image is
 * untouched.
 *
 * @param image pixels of one detector
 * @param configuration from parseDarkRingConfiguration
 * @param kernels of this thread; what was allocated in the arena before stays
 * @returns rows in the order of their footprint ids, statistics and notes
 * @throws InvalidParameterError when shapes do not fit or the image is too small for the plane (under 16 pixels for plane 2)
 * @throws TaskFailedError when more runs of pixels than maxRuns lie below the threshold
 */
export function findDarkRings(
  image: DarkRingImage,
  configuration: DarkRingConfiguration,
  kernels: Kernels,
): DarkRingMeasurement {
  requireShape(image);
  const started = performance.now();
  const mark = kernels.mark();
  try {
    const { statistics, ...rest } =
      configuration.mode === "reference"
        ? findInReferenceMode(image, configuration, kernels)
        : findInAnnulusMode(image, configuration, kernels);
    return { ...rest, statistics: { ...statistics, seconds: (performance.now() - started) / 1000 } };
  } finally {
    kernels.release(mark);
  }
}

function requireShape({ width, height, pixels, bad }: DarkRingImage): void {
  const isShape = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  const lengths = bad === null ? [pixels.length] : [pixels.length, bad.length];
  if (isShape && lengths.every((length) => length === width * height)) return;
  throw new InvalidParameterError({
    place: "dark-ring image",
    found: `${lengths.join(" pixels and ")}${bad === null ? " pixels" : " mask values"}`,
    expected: `${width} × ${height} of each, both positive`,
  });
}
