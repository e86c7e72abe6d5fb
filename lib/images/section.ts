// A box of full-resolution pixels of an image, which may reach over its edges; and the same as a FITS file.

import { InvalidParameterError } from "../errors";
import { type FitsHduToWrite, type Section, writeFits } from "../readers/fits";
import type { Tile } from "./description";
import type { LayerPixels } from "./layer";
import type { OpenedImage } from "./open-image";
import { readRegion } from "./regions";

type CardToWrite = FitsHduToWrite["cards"][number];

/** 512 MiB of float32. */
const MOST_PIXELS = 2 ** 27;

/**
 * Pixels of a box, or the bits of the mask there.
 *
 * @param image opened
 * @param box half-open, pixels of level 0
 * @param plane the pixels, or the mask
 * @returns `pixels[y * width + x]`; outside of the image NaN, and no bits
 * @throws InvalidParameterError for an empty or too large box; as the reader
 */
export async function readBox(image: OpenedImage, box: Section, plane?: "mean"): Promise<Float32Array<ArrayBuffer>>;
export async function readBox(image: OpenedImage, box: Section, plane: "mean" | "mask"): Promise<LayerPixels>;
export async function readBox(image: OpenedImage, box: Section, plane: "mean" | "mask" = "mean"): Promise<LayerPixels> {
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS)) {
    const found = `a box of ${width} x ${height} pixels`;
    throw new InvalidParameterError({ place: image.facts.name, found, expected: `1 to ${MOST_PIXELS} pixels` });
  }
  const count = width * height;
  const target = plane === "mask" ? new Int32Array(count) : new Float32Array(count).fill(Number.NaN);
  const inside = {
    x0: Math.max(0, box.x0),
    y0: Math.max(0, box.y0),
    x1: Math.min(image.pixels.width, box.x1),
    y1: Math.min(image.pixels.height, box.y1),
  };
  if (inside.x0 >= inside.x1 || inside.y0 >= inside.y1) return target;
  const place = (there: Tile) => {
    for (let y = 0; y < there.height; y++) {
      const row = there.pixels.subarray(y * there.width, (y + 1) * there.width);
      target.set(row, (inside.y0 - box.y0 + y) * width + (inside.x0 - box.x0));
    }
  };
  await readRegion(image, inside, { plane, shift: 0, take: place });
  return target;
}

/**
 * A box as a FITS file: float32 pixels, the mask behind them when there is one, the sky coordinates moved to the box, and where it all
 * comes from. CRPIX of the file counts from the box's first pixel.
 *
 * @param image opened
 * @param box half-open, pixels of level 0
 * @param source name of the image, as in addresses
 * @returns the file
 * @throws as readBox
 */
export async function sectionFits(image: OpenedImage, box: Section, source: string): Promise<Uint8Array<ArrayBuffer>> {
  const size = { width: box.x1 - box.x0, height: box.y1 - box.y0 };
  const pixels = await readBox(image, box);
  const sky = skyCards(image, box);
  const hdus: FitsHduToWrite[] = [{ cards: [...originCards(image, box, source), ...sky], image: { ...size, pixels } }];
  if (image.mask) {
    const planes = image.facts.maskPlanes.map(
      ({ name, bit }): CardToWrite => [`MP_${name.replaceAll(/\W/g, "_")}`, bit],
    );
    const cards: CardToWrite[] = [["EXTNAME", "MASK"], ["EXTTYPE", "MASK"], ...planes, ...sky];
    hdus.push({ cards, image: { ...size, pixels: await readBox(image, box, "mask") } });
  }
  return writeFits(hdus);
}

function originCards(image: OpenedImage, box: Section, source: string): CardToWrite[] {
  const { location, facts, key } = image;
  const identity: CardToWrite[] = location.identity
    ? [
        ["INSTRUME", location.identity.instrument],
        ["EXPID", location.identity.exposureId, "exposure"],
        ["DETNAME", location.identity.detectorName ?? "", "detector"],
        ["STAGE", location.identity.stage, "stage of processing"],
      ]
    : [];
  return [
    ["ORIGIN", "Annulus"],
    ["OBJECT", facts.name],
    ...(facts.unit ? ([["BUNIT", facts.unit]] satisfies CardToWrite[]) : []),
    ...identity,
    ["SRCNAME", source, "image that this is a section of"],
    ["SRCFILE", location.path],
    ["SRCHDU", location.hdu],
    ["SRCKEY", key, "state of that image"],
    ["SRCX0", box.x0, "its pixel that is the first here, 0-based"],
    ["SRCY0", box.y0],
    ...facts.notes.map((note): CardToWrite => ["HISTORY", note]),
  ];
}

/** The reference pixel is counted from the box's corner; all else stays. */
function skyCards({ facts }: OpenedImage, { x0, y0 }: Section): CardToWrite[] {
  const shifts: Record<string, number> = { CRPIX1: x0, CRPIX2: y0 };
  const moved = new Set<string>();
  const cards = facts.wcs.map(({ keyword, value }): CardToWrite => {
    const shift = shifts[keyword];
    if (shift === undefined || typeof value !== "number") return [keyword, value];
    moved.add(keyword);
    return [keyword, value - shift];
  });
  // what stands nowhere is 0 (FITS 4.0, 8.2)
  const absent = Object.entries(shifts).filter(([keyword]) => facts.wcs.length > 0 && !moved.has(keyword));
  return [...cards, ...absent.map(([keyword, shift]): CardToWrite => [keyword, -shift])];
}
