// Region files of SAOImage DS9 in image coordinates, which count from 1: the centre of the first pixel is (1, 1).
// https://ds9.si.edu/doc/ref/region.html

import { InvalidParameterError } from "../errors";

/** A circle or an upright box about a pixel position, 0-based as everywhere in the project. */
export interface Region {
  shape: "circle" | "box";
  x: number;
  y: number;
  /** circle only */
  radiusPixels?: number;
  /** box only: full sides */
  widthPixels?: number;
  heightPixels?: number;
  label?: string;
  /** group in DS9's dialogue: a verdict, a morphology */
  tag?: string;
  /** one of DS9's colour names */
  color?: string;
}

/**
 * Regions as a DS9 file, one line each.
 *
 * @param regions positions 0-based, centre of the first pixel 0
 * @param comment shown as a comment on the second line: which exposure and detector the regions belong to
 * @returns text of a .reg file, coordinates 1-based
 * @throws InvalidParameterError when a position or a size is not a finite number
 */
export function writeRegions(regions: Iterable<Region>, comment = ""): string {
  const lines = [
    "# Region file format: DS9 version 4.1",
    ...(comment === "" ? [] : [`# ${oneLine(comment)}`]),
    'global color=green dashlist=8 3 width=1 font="helvetica 10 normal roman" select=1 highlite=1 edit=1 move=1 delete=1',
    "image",
  ];
  let index = 0;
  for (const region of regions) lines.push(regionLine(region, index++));
  return `${lines.join("\n")}\n`;
}

function regionLine(region: Region, index: number): string {
  const number = (value: number | undefined, name: string): string => {
    if (value !== undefined && Number.isFinite(value)) return String(Math.round(value * 1000) / 1000);
    throw new InvalidParameterError({
      place: `region ${index}, ${name}`,
      found: String(value),
      expected: "a finite number",
    });
  };
  const at = `${number(region.x + 1, "x")},${number(region.y + 1, "y")}`;
  const size =
    region.shape === "circle"
      ? number(region.radiusPixels, "radiusPixels")
      : `${number(region.widthPixels, "widthPixels")},${number(region.heightPixels, "heightPixels")},0`;
  const properties = [
    region.color === undefined ? "" : `color=${region.color}`,
    region.label === undefined ? "" : `text={${braced(region.label)}}`,
    region.tag === undefined ? "" : `tag={${braced(region.tag)}}`,
  ].filter((text) => text !== "");
  return `${region.shape}(${at},${size})${properties.length > 0 ? ` # ${properties.join(" ")}` : ""}`;
}

function braced(text: string): string {
  return oneLine(text).replaceAll(/[{}]/g, "");
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ");
}
