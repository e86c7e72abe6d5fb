// A region of an image or of the sky, as DS9 draws them: what is read from, drawn over an image, and written to a .reg file.
// https://ds9.si.edu/doc/ref/region.html

import { InvalidParameterError } from "../errors";

/** Values a shape takes after its points; polygons take points only. */
export const SHAPE_SIZES = { circle: 1, box: 2, ellipse: 2, line: 0, point: 0, polygon: 0, text: 0 } as const;
export type RegionShape = keyof typeof SHAPE_SIZES;

export interface SkyRegion {
  /** image: 0-based pixels, centre of the first 0; icrs: degrees */
  frame: "image" | "icrs";
  shape: RegionShape;
  /** one pair; two of a line, three or more of a polygon */
  points: readonly (readonly [number, number])[];
  /** circle: radius; box: full sides; ellipse: half axes. Pixels, or degrees on the sky */
  sizes: readonly number[];
  /** of box and ellipse, counter-clockwise from the frame's first axis (on the sky as DS9: first axis is west) */
  angleDeg: number;
  text: string | null;
  /** a colour name of DS9, or #rrggbb */
  color: string | null;
}

const decimal = (value: number, digits: number) => String(Number(value.toFixed(digits)));

/**
 * Regions as the text of a DS9 file; readRegions reads it back.
 *
 * @param regions of either frame
 * @param comment shown on the second line
 * @returns text of a .reg file; image coordinates 1-based
 * @throws InvalidParameterError when a coordinate or a size is not a finite number
 */
export function writeSkyRegions(regions: Iterable<SkyRegion>, comment = ""): string {
  const lines = ["# Region file format: DS9 version 4.1"];
  if (comment) lines.push(`# ${oneLine(comment)}`);
  let frame = "";
  let index = 0;
  for (const region of regions) {
    if (region.frame !== frame) lines.push(region.frame);
    frame = region.frame;
    lines.push(regionLine(region, index++));
  }
  return `${lines.join("\n")}\n`;
}

function regionLine(region: SkyRegion, index: number): string {
  const { frame, shape, points, sizes, angleDeg } = region;
  const bad = [...points.flat(), ...sizes, angleDeg].find((value) => !Number.isFinite(value));
  if (bad !== undefined) {
    throw new InvalidParameterError({ place: `region ${index}`, found: String(bad), expected: "finite numbers" });
  }
  const isSky = frame === "icrs";
  const pairs = points.flat().map((value) => (isSky ? decimal(value, 8) : decimal(value + 1, 3)));
  const lengths = sizes.map((value) => (isSky ? `${decimal(value * 3600, 4)}"` : decimal(value, 3)));
  const angle = shape === "box" || shape === "ellipse" ? [decimal(angleDeg, 4)] : [];
  const properties = [
    ...(region.color ? [`color=${region.color}`] : []),
    ...(region.text === null ? [] : [`text={${oneLine(region.text).replaceAll(/[{}]/g, "")}}`]),
  ].join(" ");
  const call = `${shape}(${[...pairs, ...lengths, ...angle].join(",")})`;
  // DS9 writes texts as comments
  if (shape === "text") return `# ${call} ${properties}`;
  return properties ? `${call} # ${properties}` : call;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ");
}
