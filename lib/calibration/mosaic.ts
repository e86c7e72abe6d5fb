// Binned detectors → one image of the focal plane. Detectors are placed to the nearest pixel of the mosaic and turned by whole
// quarter turns, so that every pixel of the mosaic is one block of one detector, unchanged.

import type { Camera, CameraDetector } from "@/lib/cameras";
import { InvalidParameterError } from "@/lib/errors";

/** dvcs: as the camera is drawn, x right, y up (LSE-349); engineering: its transpose. */
export type MosaicOrientation = "dvcs" | "engineering";

/** A detector that shall be in the mosaic, with the size of its image in pixels before binning. */
export interface MosaicDetector {
  detector: number;
  name: string;
  width: number;
  height: number;
}

/** Where a detector lies in the mosaic; box half-open, in pixels of the mosaic, before a cut by its neighbours. */
export interface MosaicPlace {
  detector: number;
  name: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  /** of the binned detector, before it is turned */
  binnedWidth: number;
  binnedHeight: number;
  /** counter-clockwise */
  quarterTurns: 0 | 1 | 2 | 3;
  isTransposed: boolean;
  /** mosaic pixel → detector pixel, both 0-based with centres at integers: X = a x + b y + c, Y = d x + e y + f */
  matrix: [a: number, b: number, c: number, d: number, e: number, f: number];
}

export interface MosaicPlan {
  width: number;
  height: number;
  bin: number;
  places: MosaicPlace[];
  notes: string[];
}

/** Between detectors of a camera whose geometry is not known. */
const GAP_PIXELS = 2;
/** The scale of the mosaic is that of most of its detectors (the median): others may differ by this much. */
const SAME_SCALE = 0.01;

/**
 * Places detectors. The frame is as large as the detectors that are there need it. An image that has not the size of its detector
 * (a simulated small one) is taken to cover it; one of another scale than most is left out, with a note. Without geometry detectors stand side by side in the order of their ids, unturned.
 *
 * @param detectors at least one
 * @param camera where they lie; null when the geometry is not known
 * @param bin pixels of a block each way
 * @param orientation of the mosaic
 * @returns size and places
 * @throws InvalidParameterError for no detector or a bin that is no positive whole number
 */
export function planMosaic(
  detectors: readonly MosaicDetector[],
  camera: Camera | null,
  bin: number,
  orientation: MosaicOrientation,
): MosaicPlan {
  if (detectors.length === 0 || !Number.isInteger(bin) || bin < 1) {
    const found = `${detectors.length} detectors, bin ${bin}`;
    throw new InvalidParameterError({ place: "mosaic", found, expected: "a detector, and a positive whole number" });
  }
  const notes: string[] = [];
  const places = camera === null ? placeInRow(detectors, bin) : placeInCamera(detectors, camera, bin, notes);
  if (camera === null && detectors.length > 1) notes.push("camera without known geometry: detectors side by side");
  const turned = orientation === "engineering" ? places.map(transpose) : places;
  const left = Math.min(...turned.map(({ x0 }) => x0));
  const bottom = Math.min(...turned.map(({ y0 }) => y0));
  const shifted = turned.map((place) => withMatrix(move(place, -left, -bottom), bin));
  return {
    width: Math.max(...shifted.map(({ x1 }) => x1)),
    height: Math.max(...shifted.map(({ y1 }) => y1)),
    bin,
    places: shifted,
    notes,
  };
}

type Unmoved = Omit<MosaicPlace, "matrix">;

function placeInRow(detectors: readonly MosaicDetector[], bin: number): Unmoved[] {
  let x = 0;
  return [...detectors]
    .sort((a, b) => a.detector - b.detector)
    .map((one) => {
      const size = binnedSize(one, bin);
      const x0 = x;
      x += size.binnedWidth + GAP_PIXELS;
      return boxOf(one, size, 0, { x0, y0: 0 });
    });
}

function placeInCamera(detectors: readonly MosaicDetector[], camera: Camera, bin: number, notes: string[]): Unmoved[] {
  const known = detectors.flatMap((one) => {
    const sensor = camera.detectors.find(({ id }) => id === one.detector);
    if (sensor) return [{ one, sensor, pixelMm: (sensor.pixelSizeMm * sensor.width) / one.width }];
    notes.push(`detector ${one.name} is not in the camera and not in the mosaic`);
    return [];
  });
  if (known.length === 0) return placeInRow(detectors, bin);
  const scales = known.map((each) => each.pixelMm).sort((a, b) => a - b);
  const pixelMm = scales[scales.length >> 1]!;
  // an image of another scale would lie over its neighbours
  const isStrange = (each: { pixelMm: number }): boolean => Math.abs(each.pixelMm / pixelMm - 1) > SAME_SCALE;
  const strange = known.filter(isStrange).map(({ one }) => `${one.name} (${one.width} x ${one.height})`);
  if (strange.length > 0) notes.push(`not in the mosaic, of another scale than most: ${strange.join(", ")}`);
  return known.filter((each) => !isStrange(each)).map(({ one, sensor }) => placeOne(one, sensor, bin, pixelMm));
}

function placeOne(one: MosaicDetector, sensor: CameraDetector, bin: number, pixelMm: number): Unmoved {
  const size = binnedSize(one, bin);
  const quarterTurns = (((Math.round(sensor.rotationDeg / 90) % 4) + 4) % 4) as MosaicPlace["quarterTurns"];
  // the last blocks may reach beyond the detector: what is placed is the middle of all blocks
  const beyondX = (size.binnedWidth * bin - one.width) / 2;
  const beyondY = (size.binnedHeight * bin - one.height) / 2;
  const [cosine, sine] = [[1, 0, -1, 0][quarterTurns]!, [0, 1, 0, -1][quarterTurns]!];
  const middleX = sensor.centerMm[0] / pixelMm + cosine * beyondX - sine * beyondY;
  const middleY = sensor.centerMm[1] / pixelMm + sine * beyondX + cosine * beyondY;
  const isLying = quarterTurns % 2 === 1;
  const [width, height] = isLying ? [size.binnedHeight, size.binnedWidth] : [size.binnedWidth, size.binnedHeight];
  const corner = { x0: Math.round(middleX / bin - width / 2), y0: Math.round(middleY / bin - height / 2) };
  return boxOf(one, size, quarterTurns, corner);
}

function binnedSize({ width, height }: MosaicDetector, bin: number): { binnedWidth: number; binnedHeight: number } {
  return { binnedWidth: Math.ceil(width / bin), binnedHeight: Math.ceil(height / bin) };
}

function boxOf(
  { detector, name }: MosaicDetector,
  size: { binnedWidth: number; binnedHeight: number },
  quarterTurns: MosaicPlace["quarterTurns"],
  { x0, y0 }: { x0: number; y0: number },
): Unmoved {
  const isLying = quarterTurns % 2 === 1;
  const x1 = x0 + (isLying ? size.binnedHeight : size.binnedWidth);
  const y1 = y0 + (isLying ? size.binnedWidth : size.binnedHeight);
  return { detector, name, x0, y0, x1, y1, ...size, quarterTurns, isTransposed: false };
}

function transpose(place: Unmoved): Unmoved {
  const { x0, y0, x1, y1 } = place;
  return { ...place, x0: y0, y0: x0, x1: y1, y1: x1, isTransposed: true };
}

function move(place: Unmoved, dx: number, dy: number): Unmoved {
  return { ...place, x0: place.x0 + dx, x1: place.x1 + dx, y0: place.y0 + dy, y1: place.y1 + dy };
}

function withMatrix(place: Unmoved, bin: number): MosaicPlace {
  const at = (x: number, y: number): [number, number] => {
    const [u, v] = blockAt(place, x, y);
    return [bin * u + (bin - 1) / 2, bin * v + (bin - 1) / 2];
  };
  const [origin, right, up] = [at(0, 0), at(1, 0), at(0, 1)];
  const matrix: MosaicPlace["matrix"] = [
    right[0] - origin[0],
    up[0] - origin[0],
    origin[0],
    right[1] - origin[1],
    up[1] - origin[1],
    origin[1],
  ];
  return { ...place, matrix };
}

/** Block of the detector under a pixel of the mosaic. */
function blockAt(place: Unmoved, x: number, y: number): [u: number, v: number] {
  const [across, along] = place.isTransposed ? [y - place.y0, x - place.x0] : [x - place.x0, y - place.y0];
  const { binnedWidth, binnedHeight } = place;
  switch (place.quarterTurns) {
    case 0:
      return [across, along];
    case 1:
      return [along, binnedHeight - 1 - across];
    case 2:
      return [binnedWidth - 1 - across, binnedHeight - 1 - along];
    case 3:
      return [binnedWidth - 1 - along, across];
  }
}

/**
 * Copies a binned detector into its place. Where another lies already (a last block that reaches beyond its detector) that one
 * stays.
 *
 * @param mosaic changed in place: `mosaic[y * plan.width + x]`, NaN where nothing lies yet
 * @param plan of the mosaic
 * @param place of the detector
 * @param binned `binned[v * binnedWidth + u]`
 */
export function pasteDetector(mosaic: Float32Array, plan: MosaicPlan, place: MosaicPlace, binned: Float32Array): void {
  const first = blockAt(place, place.x0, place.y0);
  const right = blockAt(place, place.x0 + 1, place.y0);
  const up = blockAt(place, place.x0, place.y0 + 1);
  const index = ([u, v]: [number, number]) => v * place.binnedWidth + u;
  const [start, stepX, stepY] = [index(first), index(right) - index(first), index(up) - index(first)];
  const isAlone = plan.places.every((other) => other.detector === place.detector || !isOver(place, other));
  for (let y = place.y0; y < place.y1; y++) {
    let from = start + (y - place.y0) * stepY;
    let to = y * plan.width + place.x0;
    const end = to + place.x1 - place.x0;
    if (isAlone) for (; to < end; to++, from += stepX) mosaic[to] = binned[from]!;
    else for (; to < end; to++, from += stepX) if (Number.isNaN(mosaic[to]!)) mosaic[to] = binned[from]!;
  }
}

function isOver(a: MosaicPlace, b: MosaicPlace): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
