// What stands behind a bin of completeness: the filter of its candidates, and the list of its sources.
import type { DetectionSet } from "@/lib/difference/compare/injections";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import type { Algorithm } from "./compare-thresholds";

/** A bin of a curve: from startMag to below endMag. */
export interface BinAddress {
  set: DetectionSet;
  startMag: number;
  endMag: number;
}

/** What the curves were asked for. */
export interface AskedCurves {
  radius: string;
  kind: string;
  band: string;
  /** conditions on jobs; "": none */
  jobs: string;
}

/** Why a filter of candidates can keep another number than the curve counts sources. */
export const FOUND_APART =
  "a source that ZOGY and SFFT found further apart from each other than one candidate reaches (1 px) has two candidates: two under either, none under both";

/** As the curves leave out: nearer to the border no source is counted. */
const EDGE_PX = 5;

/** Found by one algorithm: matched by itself within the radius, and not cut away. */
function foundBy(
  algorithm: Algorithm,
  bin: BinAddress,
  asked: AskedCurves,
  answer: Pick<CompareAnswer, "features">,
): string {
  const { column, direction, cut } = answer.features[algorithm];
  const conditions = [
    `${algorithm}_truth_sep_px <= ${asked.radius}`,
    `${algorithm}_truth_mag >= ${bin.startMag}`,
    `${algorithm}_truth_mag < ${bin.endMag}`,
    ...(asked.kind === "all" ? [] : [`${algorithm}_truth_id ~ "_${asked.kind}"`]),
    ...(cut === null || cut.threshold === null
      ? []
      : [`${column} ${direction === "above" ? ">=" : "<="} ${cut.threshold}`]),
  ];
  return conditions.join(" & ");
}

/**
 * The filter of the candidates in which the sources of a bin were found. A source that ZOGY and SFFT found apart from each other has two
 * candidates: both stand under "either", none under "both".
 *
 * @param bin of one of the four curves
 * @param asked match radius, kind of truth, filter of the images
 * @param answer whose cuts count
 */
export function binFilter(bin: BinAddress, asked: AskedCurves, answer: Pick<CompareAnswer, "features">): string {
  const [zogy, sfft] = [foundBy("zogy", bin, asked, answer), foundBy("sfft", bin, asked, answer)];
  const found = { zogy, sfft, either: `((${zogy}) | (${sfft}))`, both: `${zogy} & ${sfft}` }[bin.set];
  return [found, `edge_distance_px >= ${EDGE_PX}`, ...jobConditions(asked)].join(" & ");
}

/** What the curves were asked of jobs, as conditions of a filter. */
export function jobConditions({ band, jobs }: Pick<AskedCurves, "band" | "jobs">): string[] {
  return [...(band === "" ? [] : [`filter = "${band}"`]), ...(jobs.trim() === "" ? [] : [`(${jobs.trim()})`])];
}
