// Candidates and truth of a job as marks over its images, and which candidate a click means. Shape and colour both tell.
import type { TruthRow } from "@/lib/queries/difference-job";
import type { CandidateRow } from "@/lib/queries/difference-rows";
import type { SkyRegion } from "@/lib/tables/sky-region";
import type { OverlayLayer } from "../image/panel-models";

/** A source of truth as marks need it; candidateId null: missed. */
export type PlacedTruth = Pick<TruthRow, "x" | "y" | "candidateId" | "missReason">;

export type PlacedCandidate = Pick<CandidateRow, "rowId" | "candidateId" | "x" | "y" | "detectedBy">;

/** What is marked above all others: a candidate, or a source that was missed. */
export interface MarkedPlace {
  name: string;
  x: number | null;
  y: number | null;
}

const COLORS = { zogy: "#ffb000", sfft: "#58c4ff", both: "#c99bff", found: "#35d07f", missed: "#ff5a6e" } as const;
const SELECTED_COLOR = "#ff9f1c";
/** On the screen a mark has about this radius, CSS pixels, and never less than so many image pixels. */
const RADIUS_ON_SCREEN = 7;
const SMALLEST_RADIUS_PX = 4;

/**
 * Radius of marks at a scale, in steps of a factor of two, so that marks are made anew only now and then.
 *
 * @param zoom CSS pixels an image pixel
 * @returns image pixels
 */
export function markRadius(zoom: number): number {
  const step = 2 ** Math.round(Math.log2(RADIUS_ON_SCREEN / Math.max(zoom, 1e-3)));
  return Math.max(SMALLEST_RADIUS_PX, step);
}

type Place = readonly [number, number];

function polygon(corners: readonly Place[], [x, y]: Place, radius: number): SkyRegion {
  const points = corners.map(([dx, dy]): Place => [x + dx * radius, y + dy * radius]);
  return { frame: "image", shape: "polygon", points, sizes: [], angleDeg: 0, text: null, color: null };
}

function shape(kind: "circle" | "box", place: Place, size: number): SkyRegion {
  const sizes = kind === "box" ? [size, size] : [size];
  return { frame: "image", shape: kind, points: [place], sizes, angleDeg: 0, text: null, color: null };
}

const DIAMOND: readonly Place[] = [
  [0, 1.25],
  [1.25, 0],
  [0, -1.25],
  [-1.25, 0],
];
const TRIANGLE: readonly Place[] = [
  [0, 1.7],
  [1.6, -1.1],
  [-1.6, -1.1],
];
/** Without an area: two strokes, there and back. */
const CROSS: readonly Place[] = [
  [0, 0],
  [1.4, 1.4],
  [-1.4, -1.4],
  [0, 0],
  [1.4, -1.4],
  [-1.4, 1.4],
];

function placeOf({ x, y }: { x: number | null; y: number | null }): Place[] {
  return x === null || y === null ? [] : [[x, y]];
}

/**
 * Layers of an image viewer: ZOGY's candidates (squares), SFFT's (diamonds), those of both (circles), truth found
 * (triangles) and missed (crosses), and the selected one of either.
 *
 * @param job candidates and truth, 0-based pixels; those without a place, or missed outside of the image, are left out
 * @param selected null: none
 * @param radius image pixels
 */
export function jobLayers(
  job: { candidates: readonly PlacedCandidate[]; truth: readonly PlacedTruth[] },
  selected: MarkedPlace | null,
  radius: number,
): OverlayLayer[] {
  const by = (which: PlacedCandidate["detectedBy"]) =>
    job.candidates.filter((row) => row.detectedBy === which).flatMap(placeOf);
  const found = job.truth.filter(({ candidateId }) => candidateId !== null).flatMap(placeOf);
  const isMissed = ({ candidateId, missReason }: PlacedTruth) => candidateId === null && missReason !== "outside_image";
  const missed = job.truth.filter(isMissed).flatMap(placeOf);
  const layer = (id: string, label: string, color: string, regions: SkyRegion[]): OverlayLayer => ({
    ...{ id, color, regions, isShownAtFirst: true },
    label: id === "selected" ? label : `${label} ${regions.length}`,
  });
  const marks = (selected === null ? [] : placeOf(selected)).map(
    (place): SkyRegion => ({ ...shape("circle", place, 2.2 * radius), text: selected?.name ?? null }),
  );
  return [
    layer(
      "zogy",
      "□ ZOGY only",
      COLORS.zogy,
      by("zogy").map((place) => shape("box", place, 2 * radius)),
    ),
    layer(
      "sfft",
      "◇ SFFT only",
      COLORS.sfft,
      by("sfft").map((place) => polygon(DIAMOND, place, radius)),
    ),
    layer(
      "both",
      "○ both",
      COLORS.both,
      by("both").map((place) => shape("circle", place, radius)),
    ),
    layer(
      "found",
      "△ truth found",
      COLORS.found,
      found.map((place) => polygon(TRIANGLE, place, radius)),
    ),
    layer(
      "missed",
      "✕ truth missed",
      COLORS.missed,
      missed.map((place) => polygon(CROSS, place, radius)),
    ),
    layer("selected", "selected", SELECTED_COLOR, marks),
  ];
}

/**
 * The candidate that a click means: the nearest within reach.
 *
 * @param place image pixels, 0-based
 * @param reachPx image pixels
 * @returns null when none is that near
 */
export function candidateAt<R extends PlacedCandidate>(
  candidates: readonly R[],
  place: { x: number; y: number },
  reachPx: number,
): R | null {
  let best: { row: R; distance: number } | null = null;
  for (const row of candidates) {
    if (row.x === null || row.y === null) continue;
    const distance = Math.hypot(row.x - place.x, row.y - place.y);
    if (distance <= reachPx && (best === null || distance < best.distance)) best = { row, distance };
  }
  return best?.row ?? null;
}
