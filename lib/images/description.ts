// What a viewer knows of an image before it has its pixels: size, pyramid, sample, amplifiers, planes. Pure: pages and the
// server parse the same schema.

import { z } from "zod";

/** Side of a tile of every level, pixels of that level; tiles at the right and upper edge are smaller. */
export const TILE_SIDE = 512;

/** What a pixel of a coarser level tells of the finite pixels under it; std is the population standard deviation. */
export const STATISTICS = ["mean", "min", "max", "std"] as const;
export type Statistic = (typeof STATISTICS)[number];

/** Card of a header that the sky coordinates need: keyword and value as in the file. */
const cardSchema = z.object({ keyword: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) });

/** A rectangle of image pixels, 0-based, half-open. */
const boxSchema = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });

export const imageDescriptionSchema = z.object({
  /** one state of one image: another when file, stage or processing is another */
  key: z.string(),
  /** as the panel is headed: LSSTCam 2025061300222 R22_S11 post_isr */
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** of the pixels; null when the file does not tell */
  unit: z.string().nullable(),
  /** level 0 is full resolution, each further one halves it; the last fits one tile */
  levels: z.number().int().positive(),
  /** detector pixels a pixel each way: 1, or the bin of a mosaic */
  bin: z.number().int().positive(),
  /** finite pixels of even rows and columns behind the smallest and the largest; empty: no pixel is finite */
  sample: z.array(z.number()),
  /** cards of the image's header that readWcs looks at, and of its primary header */
  wcs: z.array(cardSchema),
  /** why there are no sky coordinates; null when there are, or when the header has none at all */
  wcsProblem: z.string().nullable(),
  /** in pixels of this image */
  amplifiers: z.array(boxSchema.extend({ name: z.string() })),
  /** detectors of a mosaic, in its pixels; empty for one detector. matrix: mosaic → detector pixels, [a b c d e f]: X = a x + b y + c */
  detectors: z.array(
    boxSchema.extend({ detector: z.number().int(), name: z.string(), matrix: z.array(z.number()).length(6) }),
  ),
  /** of a mosaic the stage of its detectors; null for one detector, for a mixture, and where the file does not tell */
  detectorStage: z.string().nullable().default(null),
  /** image pixel → focal plane, mm in DVCS: [a b c d e f], X = a x + b y + c, Y = d x + e y + f; null when not known */
  focalPlane: z.array(z.number()).length(6).nullable(),
  /** planes of the mask beside the image, by bit; empty: no mask */
  maskPlanes: z.array(z.object({ name: z.string(), bit: z.number().int().min(0).max(31) })),
  /** centred on zero: residual and difference images take the diverging map by themselves */
  isSigned: z.boolean(),
  /** what was done to the pixels, and what could not be */
  notes: z.array(z.string()),
});
export type ImageDescription = z.infer<typeof imageDescriptionSchema>;

/** Which tile: column 0 and row 0 hold the first pixel (lower left). */
export interface TileAddress {
  level: number;
  column: number;
  row: number;
  /** statistic of the pixels, or the mask (bits of all pixels below, or-ed) */
  plane: Statistic | "mask";
}

/** A tile of pixels, `pixels[y * width + x]`, row 0 lowest; Int32Array for the mask. */
export interface Tile {
  width: number;
  height: number;
  pixels: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
}

/**
 * Size of a level in its own pixels.
 *
 * @param image width and height of level 0
 * @param level 0 and up
 * @returns pixels; a last pixel may stand for fewer pixels below
 */
export function levelSize(image: { width: number; height: number }, level: number): { width: number; height: number } {
  return { width: Math.ceil(image.width / 2 ** level), height: Math.ceil(image.height / 2 ** level) };
}

/**
 * How many levels an image has: the last one fits one tile.
 *
 * @param width pixels
 * @param height pixels
 * @returns at least 1
 */
export function levelCount(width: number, height: number): number {
  let levels = 1;
  while (Math.ceil(Math.max(width, height) / 2 ** (levels - 1)) > TILE_SIDE) levels++;
  return levels;
}
