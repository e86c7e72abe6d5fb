// Which rings of an exposure are shown: one filter for gallery, scatter, histogram and table, kept in the address.
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";

/** Address parameters of the filter; "" is no condition. Ranges are "low..high", either end may be missing. */
export const FILTER_DEFAULTS = {
  score: "",
  ringscore: "",
  depth: "",
  area: "",
  det: "",
  morphology: "",
  flags: "",
  verdict: "",
};
export type FilterParameters = typeof FILTER_DEFAULTS;

export interface Range {
  low: number | null;
  high: number | null;
}

/** Reads "0.7..0.95", "0.7.." or "..200"; null when it is no range. */
export function parseRange(text: string): Range | null {
  const match = /^(-?[\d.]*(?:e[+-]?\d+)?)\.\.(-?[\d.]*(?:e[+-]?\d+)?)$/i.exec(text.trim());
  if (!match) return null;
  const [low, high] = [match[1] ?? "", match[2] ?? ""].map((end) => (end === "" ? null : Number(end)));
  if (low === undefined || high === undefined || Number.isNaN(low) || Number.isNaN(high)) return null;
  return low === null && high === null ? null : { low, high };
}

/** A range as the address has it, with the digits that a brush resolves. */
export function formatRange(low: number, high: number, digits: number): string {
  const scale = 10 ** digits;
  return `${Math.floor(low * scale) / scale}..${Math.ceil(high * scale) / scale}`;
}

function isInside(value: number | null, range: Range | null): boolean {
  if (!range) return true;
  if (value === null) return false;
  return (range.low === null || value >= range.low) && (range.high === null || value <= range.high);
}

function hasFlags(flags: readonly string[], wanted: string): boolean {
  if (wanted === "none") return flags.length === 0;
  if (wanted === "any") return flags.length > 0;
  return wanted === "" || flags.includes(wanted);
}

function hasVerdict(verdict: string | null, wanted: string): boolean {
  if (wanted === "none") return verdict === null;
  if (wanted === "any") return verdict !== null;
  return wanted === "" || verdict === wanted;
}

/** Rings that the filter keeps, in their order. A ring without a score is kept only where no score is asked for. */
export function filterRings(rings: readonly DarkRingRow[], filter: FilterParameters): DarkRingRow[] {
  const [score, ringScore, depth, area] = [filter.score, filter.ringscore, filter.depth, filter.area].map(parseRange);
  const detectors = filter.det === "" ? null : new Set(filter.det.split(","));
  return rings.filter(
    (ring) =>
      isInside(ring.gaussianLikeScore, score ?? null) &&
      isInside(ring.ringScore, ringScore ?? null) &&
      isInside(ring.integratedDepthSigma, depth ?? null) &&
      isInside(ring.area, area ?? null) &&
      (detectors === null || detectors.has(String(ring.detector)) || detectors.has(ring.detectorName)) &&
      (filter.morphology === "" || ring.morphology === filter.morphology) &&
      hasFlags(ring.flags, filter.flags) &&
      hasVerdict(ring.verdict, filter.verdict),
  );
}

/** Every flag that occurs, in the order of the alphabet. */
export function flagsOf(rings: readonly DarkRingRow[]): string[] {
  return [...new Set(rings.flatMap((ring) => ring.flags))].sort();
}
