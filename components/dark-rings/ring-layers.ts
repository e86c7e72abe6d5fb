// Footprints of dark rings as marks over an image of their detector, and which of them a click means.
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { SkyRegion } from "@/lib/tables/sky-region";
import type { OverlayLayer } from "../image/panel-models";

const COLOR = "#4cc9f0";
const FLAGGED_COLOR = "#b8a06a";
const SELECTED_COLOR = "#ff9f1c";
/** Circle about the selected footprint, in its longer sides; smaller ones could not be seen on the whole detector. */
const SELECTED_SIDES = 1.25;
const SMALLEST_RADIUS = 12;

type Footprint = Pick<DarkRingRow, "id" | "footprintId" | "x0" | "x1" | "y0" | "y1" | "flags">;

const centreOf = ({ x0, x1, y0, y1 }: Footprint) => [(x0 + x1) / 2, (y0 + y1) / 2] as const;
const sidesOf = ({ x0, x1, y0, y1 }: Footprint) => [x1 - x0 + 1, y1 - y0 + 1] as const;

function boxOf(ring: Footprint): SkyRegion {
  const common = { frame: "image", angleDeg: 0, text: null, color: null } as const;
  return { ...common, shape: "box", points: [centreOf(ring)], sizes: sidesOf(ring) };
}

function circleOf(ring: Footprint): SkyRegion {
  const radius = Math.max(SMALLEST_RADIUS, SELECTED_SIDES * Math.max(...sidesOf(ring)));
  return { ...boxOf(ring), shape: "circle", sizes: [radius], text: `footprint ${ring.footprintId}` };
}

/**
 * Layers of an image viewer: clean footprints, flagged ones, and the selected one with its number.
 *
 * @param selectedId id of a row; null: none
 */
export function ringLayers(rings: readonly Footprint[], selectedId: string | null): OverlayLayer[] {
  const selected = rings.filter(({ id }) => id === selectedId);
  const others = rings.filter(({ id }) => id !== selectedId);
  const layer = (id: string, label: string, color: string, regions: SkyRegion[]) => ({ id, label, color, regions });
  const clean = others.filter(({ flags }) => flags.length === 0);
  const flagged = others.filter(({ flags }) => flags.length > 0);
  return [
    layer("footprints", `footprints ${clean.length}`, COLOR, clean.map(boxOf)),
    layer("flagged", `flagged footprints ${flagged.length}`, FLAGGED_COLOR, flagged.map(boxOf)),
    layer("selected", "selected footprint", SELECTED_COLOR, [...selected.map(boxOf), ...selected.map(circleOf)]),
  ];
}

/**
 * The footprint that a click means: the nearest of those whose box, grown by the reach, holds the place.
 *
 * @param place detector pixels, 0-based
 * @param reachPixels how far beside its box a footprint is still hit
 * @returns null when the click hit none
 */
export function ringAt<R extends Footprint>(
  rings: readonly R[],
  place: { x: number; y: number },
  reachPixels: number,
): R | null {
  let best: { ring: R; distance: number } | null = null;
  for (const ring of rings) {
    const [x, y] = centreOf(ring);
    const [width, height] = sidesOf(ring);
    const [dx, dy] = [Math.abs(place.x - x), Math.abs(place.y - y)];
    if (dx > width / 2 + reachPixels || dy > height / 2 + reachPixels) continue;
    const distance = Math.hypot(dx, dy);
    if (!best || distance < best.distance) best = { ring, distance };
  }
  return best?.ring ?? null;
}
