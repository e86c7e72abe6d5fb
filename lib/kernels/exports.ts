// What the WebAssembly module exports, for TypeScript. Offsets are bytes in the module's memory; what each
// function needs there is told beside its source in assembly/.

import { BINNING_EXPORT_NAMES, type BinningExports } from "./binning-exports";
import { COMBINING_EXPORT_NAMES, type CombiningExports } from "./combining-exports";
import { DECODING_EXPORT_NAMES, type DecodingExports } from "./decoding-exports";
import { ENCODING_EXPORT_NAMES, type EncodingExports } from "./encoding-exports";

export interface KernelExports extends BinningExports, CombiningExports, DecodingExports, EncodingExports {
  /** memory.ts: first byte that the caller may use */
  heapBase(): number;
  /** starlet.ts: one B3-spline pass; border 0 zero, 1 reflection */
  smooth(
    input: number,
    output: number,
    minuend: number,
    rowBuffer: number,
    width: number,
    height: number,
    step: number,
    border: number,
  ): void;
  /** starlet.ts: plane 2 in place, four passes at once; every fourth pixel of what is smoother */
  detail2(plane: number, decimated: number, work: number, width: number, height: number, border: number): void;
  /** statistics.ts: counts of the last countBracket */
  bracketFinite(): number;
  bracketBelow(): number;
  bracketInside(): number;
  /** statistics.ts: values of a rectangle inside a bracket */
  countBracket(
    first: number,
    strideBytes: number,
    width: number,
    height: number,
    absolute: number,
    centre: number,
    low: number,
    high: number,
    buffer: number,
    capacity: number,
  ): void;
  /** statistics.ts: every step-th finite value of a rectangle; returns how many */
  sampleValues(
    first: number,
    strideBytes: number,
    width: number,
    height: number,
    absolute: number,
    centre: number,
    step: number,
    buffer: number,
    capacity: number,
  ): number;
  /** statistics.ts: k-th smallest of n float32, reordering them */
  selectRank(values: number, count: number, rank: number): number;
  /** clip.ts: sums and counts of the values between two limits */
  clipPass(
    first: number,
    strideBytes: number,
    width: number,
    height: number,
    low: number,
    high: number,
    from: number,
    to: number,
    centre: number,
    buffer: number,
    capacity: number,
    out: number,
  ): void;
  /** statistics.ts: sum of the finite ones of n float32; how many they were */
  sumFinite(values: number, count: number): number;
  sumCount(): number;
  /** prepare.ts: marks non-finite pixels; returns how many are marked */
  markNonFinite(pixels: number, bad: number, count: number): number;
  /** prepare.ts: sum of the unmarked pixels of the last markNonFinite */
  goodSum(): number;
  /** prepare.ts: NaN where marked */
  poison(plane: number, bad: number, count: number): void;
  /** prepare.ts: subtracts levels from segments of rows into another image and marks what is bright; returns how many were */
  levelAndMarkBright(
    pixels: number,
    target: number,
    bad: number,
    imageWidth: number,
    imageHeight: number,
    yBegin: number,
    yEnd: number,
    segments: number,
    segmentCount: number,
    grow: number,
  ): number;
  /** prepare.ts: fills marked pixels from their cells; returns how many */
  fillMarked(
    pixels: number,
    bad: number,
    width: number,
    height: number,
    cellSize: number,
    sampleStep: number,
    scratch: number,
    mostlyBad: number,
  ): number;
  /** runs.ts: runs below the thresholds of segments; the new count, or -1 when the table is full */
  findRuns(
    plane: number,
    width: number,
    yBegin: number,
    yEnd: number,
    segments: number,
    segmentCount: number,
    runs: number,
    count: number,
    capacity: number,
  ): number;
  /** runs.ts: joins runs to components and numbers them; returns how many components */
  joinRuns(runs: number, count: number): number;
  /** statistics.ts: smallest of n float32 */
  smallest(values: number, count: number): number;
  /** rings.ts: lists of a stamp's good pixels; how many, 0: nothing dark */
  listPixels(stamp: number, width: number, height: number, lists: number, out: number): number;
  /** rings.ts: best ring template about 25 centres; 1 when better than `before` */
  scanRings(
    lists: number,
    stride: number,
    count: number,
    normOfS: number,
    middleX: number,
    middleY: number,
    firstRadius: number,
    radii: number,
    profiles: number,
    profileStride: number,
    widths: number,
    ringCount: number,
    scratch: number,
    exactWithin: number,
    tie: number,
    before: number,
    out: number,
  ): number;
  /** blob.ts: best of five Gaussians; 0 when there is nothing to fit */
  blobScore(stamp: number, width: number, height: number, scratch: number, out: number): number;
  /** arms.ts: does darkness go on along an arm */
  isArmDark(
    stamp: number,
    width: number,
    height: number,
    isColumn: number,
    side: number,
    gap: number,
    fewest: number,
    leastDip: number,
    noise: number,
    armSigma: number,
    lineSigma: number,
    scratch: number,
  ): number;
  /** shape.ts: holes and perimeter of a footprint */
  fillShape(runs: number, runCount: number, width: number, height: number, scratch: number, out: number): void;
  /** depth.ts: sum of a footprint, and the median of the pixels about it */
  footprintSums(
    stamp: number,
    width: number,
    height: number,
    runs: number,
    runCount: number,
    reach: number,
    scratch: number,
    out: number,
  ): void;
  /** match.ts: best templates of the last matchRound */
  matchedBlob(): number;
  matchedRing(): number;
  matchedBlobDepth(): number;
  matchedRingDepth(): number;
  /** match.ts: matched filters of round templates at one centre */
  matchRound(
    stamp: number,
    size: number,
    centreX: number,
    centreY: number,
    templates: number,
    templateCount: number,
    blobCount: number,
    tableRings: number,
    reachRings: number,
    scratch: number,
  ): void;
  /** search.ts: bytes of its tables; filling them */
  searchBytes(tableRings: number, templateCount: number): number;
  prepareSearch(tables: number, size: number, templates: number, templateCount: number, tableRings: number): void;
  /** search.ts: as matchRound, for a centre on half pixels */
  matchOnHalves(
    tables: number,
    stamp: number,
    size: number,
    centreX: number,
    centreY: number,
    templates: number,
    templateCount: number,
    blobCount: number,
    tableRings: number,
    reachRings: number,
    scratch: number,
  ): void;
  /** search.ts: the best centre near a place; 0 when it is not deep enough there */
  searchRound(
    tables: number,
    stamp: number,
    size: number,
    x: number,
    y: number,
    templates: number,
    templateCount: number,
    blobCount: number,
    tableRings: number,
    reachRings: number,
    scratch: number,
    leastDepth: number,
    farthestPixels: number,
  ): number;
  /** search.ts: centre of the last searchRound */
  searchedX(): number;
  searchedY(): number;
  /** stamps.ts: pixels of a box, level subtracted, NaN where not to be used */
  cutLevelled(
    pixels: number,
    bad: number,
    imageWidth: number,
    amplifiers: number,
    amplifierCount: number,
    x0: number,
    y0: number,
    x1: number,
    y1: number,
    out: number,
    stride: number,
    wide: number,
  ): void;
  /** match.ts: from = from - subtrahend */
  subtractInPlace(from: number, subtrahend: number, count: number): void;
}

/** Names that the module must export; createKernels refuses a module without one of them. */
export const EXPORT_NAMES: readonly (keyof KernelExports)[] = [
  ...BINNING_EXPORT_NAMES,
  ...COMBINING_EXPORT_NAMES,
  ...DECODING_EXPORT_NAMES,
  ...ENCODING_EXPORT_NAMES,
  "heapBase",
  "smooth",
  "detail2",
  "bracketFinite",
  "bracketBelow",
  "bracketInside",
  "countBracket",
  "sampleValues",
  "selectRank",
  "clipPass",
  "sumFinite",
  "sumCount",
  "markNonFinite",
  "goodSum",
  "poison",
  "levelAndMarkBright",
  "fillMarked",
  "findRuns",
  "joinRuns",
  "smallest",
  "listPixels",
  "scanRings",
  "blobScore",
  "isArmDark",
  "footprintSums",
  "fillShape",
  "matchedBlob",
  "matchedRing",
  "matchedBlobDepth",
  "matchedRingDepth",
  "matchRound",
  "searchBytes",
  "prepareSearch",
  "matchOnHalves",
  "searchRound",
  "searchedX",
  "searchedY",
  "cutLevelled",
  "subtractInPlace",
];
