// Completeness, purity and ring/blob confusion against depth on simulated darks with truth.

import { type DarkRing, type DarkRingConfiguration, findDarkRings } from "@/lib/dark-rings";
import type { Kernels } from "@/lib/kernels";
import { type SimulatedDetector, simulateDetector } from "@/lib/simulate";
import { compareWithTruth, type Match } from "./truth";

const DETECTORS = 10;
const WIDTH = 2036;
const HEIGHT = 2000;
/** Features a detector: 8 a megapixel, as in the sample that `npm start` shows. */
const SETTINGS = {
  rings: 16,
  blobs: 16,
  recurrentRings: 0,
  recurrentBlobs: 0,
  depthSigma: [4, 60] as [number, number],
};
const DEPTH_EDGES = [4, 6, 8, 10, 12, 16, 24, 60];

export interface DepthBin {
  from: number;
  to: number;
  features: number;
  found: number;
  /** found and without a flag */
  unflagged: number;
  /** found with the right morphology */
  told: number;
}

export interface Quality {
  mode: string;
  variant: string;
  bins: DepthBin[];
  /** at integrated depth >= 8 sigma */
  completeness: number;
  /** of the unflagged rows, those that are a dark feature */
  purity: number;
  unflaggedRows: number;
  rows: number;
  /** unflagged rows that are no feature, per megapixel */
  falsePerMegapixel: number;
  /** ring or blob right at depth >= 12 sigma; null: the mode does not tell */
  told: number | null;
  /** of the wrong rows, how many carry each flag */
  flagsOfOthers: Record<string, number>;
}

/** Makes the detectors once for all modes; the same on every machine. */
export function makeDetectors(): SimulatedDetector[] {
  return Array.from({ length: DETECTORS }, (_, i) =>
    simulateDetector({ width: WIDTH, height: HEIGHT, seed: `bench ${i}`, settings: SETTINGS }),
  );
}

/** Runs one configuration over all detectors. `useMask`: the CR and BAD planes are handed over. */
export function measureQuality(
  detectors: readonly SimulatedDetector[],
  configuration: DarkRingConfiguration,
  kernels: Kernels,
  { variant, useMask }: { variant: string; useMask: boolean },
): Quality {
  const matches: Match[] = [];
  const others: DarkRing[] = [];
  for (const detector of detectors) {
    const image = { ...detector, bad: useMask ? detector.mask : null };
    const compared = compareWithTruth(detector.truth, findDarkRings(image, configuration, kernels).rings);
    matches.push(...compared.matches);
    others.push(...compared.others);
  }
  const rightRows = matches.flatMap(({ row }) => row ?? []);
  const isUnflagged = ({ flags }: DarkRing) => flags.length === 0;
  const [right, wrong] = [rightRows.filter(isUnflagged).length, others.filter(isUnflagged).length];
  const deep = matches.filter(({ truth, row }) => depthOf({ truth, row }) >= 12 && row !== null);
  const detectable = matches.filter((match) => depthOf(match) >= 8);
  const flagsOfOthers: Record<string, number> = {};
  for (const { flags } of others) for (const flag of flags) flagsOfOthers[flag] = (flagsOfOthers[flag] ?? 0) + 1;
  return {
    mode: configuration.mode,
    variant,
    bins: DEPTH_EDGES.slice(0, -1).map((from, i) => binOf(matches, from, DEPTH_EDGES[i + 1] ?? from)),
    completeness: detectable.filter(({ row }) => row !== null).length / detectable.length,
    purity: right / (right + wrong),
    unflaggedRows: right + wrong,
    rows: rightRows.length + others.length,
    falsePerMegapixel: wrong / ((DETECTORS * WIDTH * HEIGHT) / 1e6),
    told: configuration.mode === "reference" ? null : deep.filter(isTold).length / deep.length,
    flagsOfOthers,
  };
}

const depthOf = ({ truth }: Match): number => truth.depthSigma ?? 0;
const isTold = ({ truth, row }: Match): boolean => row?.morphology === truth.kind;

function binOf(matches: readonly Match[], from: number, to: number): DepthBin {
  const inside = matches.filter((match) => depthOf(match) >= from && depthOf(match) < to);
  return {
    from,
    to,
    features: inside.length,
    found: inside.filter(({ row }) => row !== null).length,
    unflagged: inside.filter(({ row }) => row !== null && row.flags.length === 0).length,
    told: inside.filter(isTold).length,
  };
}

/** The result as a table for the terminal. */
export function qualityText(quality: Quality): string {
  const percent = (part: number, whole: number) => (whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`);
  const line = (cells: (string | number)[]) => cells.map((cell) => String(cell).padStart(11)).join("");
  const isReference = quality.told === null;
  return [
    `${quality.mode} mode, ${quality.variant}`,
    line(["depth/sigma", "features", "found", "unflagged", isReference ? "" : "kind right"]),
    ...quality.bins.map(({ from, to, features, found, unflagged, told }) =>
      line([
        `${from}-${to}`,
        features,
        percent(found, features),
        percent(unflagged, features),
        isReference ? "" : percent(told, found),
      ]),
    ),
    `  found at depth >= 8 sigma ${percent(quality.completeness, 1)}, purity of unflagged rows ${percent(quality.purity, 1)} ` +
      `(${quality.unflaggedRows} of ${quality.rows} rows), ${quality.falsePerMegapixel.toFixed(3)} false a megapixel` +
      (quality.told === null ? "" : `, kind right at depth >= 12 sigma ${percent(quality.told, 1)}`),
    `  flags of rows that are no feature: ${JSON.stringify(quality.flagsOfOthers)}`,
  ].join("\n");
}
