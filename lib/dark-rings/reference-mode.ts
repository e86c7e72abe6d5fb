// Reference mode: the upstream workflow number for number, warts included (pull request 6, 074e10f).

import type { Kernels } from "../kernels";
import { labelBelow } from "../kernels/labels";
import { starletDetail } from "../kernels/starlet";
import { rectangleOf, robustStatistics, sparseRowStep } from "../kernels/statistics";
import { measureBlobScore, type Stamp } from "./blob-score";
import type { ReferenceConfiguration } from "./configuration";
import type { DarkRing, DarkRingImage, DarkRingMeasurement } from "./dark-ring";
import { type Footprint, gatherFootprints } from "./footprints";
import { measureSharedColumns } from "./measure-footprint";
import { cutBox } from "./stamp";

/**
 * Zero-padded starlet in float32, plane values strictly below negativeThreshold, 4-connected footprints, blob score of
 * the inclusive box. Masks and amplifiers are ignored; a NaN poisons what it touches, as upstream.
 *
 * @throws InvalidParameterError when the image is too small for the plane
 * @throws TaskFailedError when the threshold lies in the noise
 */
export function findInReferenceMode(
  image: DarkRingImage,
  configuration: ReferenceConfiguration,
  kernels: Kernels,
): Omit<DarkRingMeasurement, "statistics"> & { statistics: Omit<DarkRingMeasurement["statistics"], "seconds"> } {
  const { width, height, pixels } = image;
  const n = width * height;
  const whole = { x0: 0, y0: 0, width, height };
  // pixels in the memory of the kernels: their view is lost whenever that grows
  const resident = pixels.buffer === kernels.memory.buffer ? pixels.byteOffset : null;
  const given = () => (resident === null ? pixels : kernels.float32(resident, n));
  const { readAgain } = image;
  const isWorkedIn = resident !== null && readAgain !== undefined;
  const plane = isWorkedIn ? resident : kernels.allocate(4 * n);
  if (!isWorkedIn) kernels.float32(plane, n).set(given());
  const cut = (box: Footprint): Stamp => {
    if (!isWorkedIn) return cutBox({ width, pixels: given() }, box);
    return { width: box.x1 - box.x0 + 1, height: box.y1 - box.y0 + 1, pixels: readAgain(box) };
  };
  const raw = robustStatistics(kernels, rectangleOf(plane, width, whole, sparseRowStep(whole)));
  const { mean, finite } = meanOfFinite(kernels, plane, n);
  starletDetail(kernels, plane, configuration.coefficientPlane, { width, height, border: "zero" });
  const planeStatistics = robustStatistics(kernels, rectangleOf(plane, width, whole, sparseRowStep(whole)));
  const box = { ...whole, threshold: configuration.negativeThreshold, median: 0, sigma: 1 };
  const labelled = labelBelow(kernels, plane, { width, height }, [box], configuration.maxRuns);
  const { footprints } = gatherFootprints(labelled, configuration.minFootprintArea, configuration.maxFootprintArea);
  return {
    rings: footprints.map((footprint) => measure(cut(footprint), footprint, configuration, kernels)),
    statistics: {
      mean,
      median: raw.median,
      noise: raw.sigma,
      planeSigma: planeStatistics.sigma,
      planeMedian: planeStatistics.median,
      maskedFraction: (n - finite) / n,
      megapixels: n / 1e6,
    },
    notes: finite === 0 ? ["no finite pixel: nothing was measured"] : [],
  };
}

function meanOfFinite(kernels: Kernels, plane: number, n: number): { mean: number | null; finite: number } {
  const sum = kernels.exports.sumFinite(plane, n);
  const finite = kernels.exports.sumCount();
  return { mean: finite > 0 ? sum / finite : null, finite };
}

function measure(
  stamp: Stamp,
  footprint: Footprint,
  configuration: ReferenceConfiguration,
  kernels: Kernels,
): DarkRing {
  const blob = measureBlobScore(kernels, stamp, "poison");
  return {
    ...measureSharedColumns(kernels, footprint, blob, configuration),
    ringScore: null,
    ringRadiusPixels: null,
    ringWidthPixels: null,
    blobScorePadded: null,
    morphology: null,
    peakSignificance: null,
    meanDepthSigma: null,
    integratedDepthSigma: null,
    maskedFraction: null,
    flags: [],
  };
}
