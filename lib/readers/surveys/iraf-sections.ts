// Sections of an image as IRAF and NOAO write them: [x1:x2,y1:y2], 1-based and closed; x1 > x2 means flipped.

import type { Hdu, Section } from "../fits";
import { findText, type Headers } from "./headers";
import { imageSize } from "./images";

/**
 * Parses a section keyword.
 *
 * @param text [1:2048,1:350]
 * @param width of the image, pixels
 * @param height of the image, pixels
 * @returns 0-based and half-open, flips dropped; null when it is no section or leaves the image
 */
export function parseSection(text: string | null, width: number, height: number): Section | null {
  const match = text?.replaceAll(/\s/g, "").match(/^\[(\d+):(\d+),(\d+):(\d+)\]$/);
  if (!match) return null;
  const [a = 0, b = 0, c = 0, d = 0] = match.slice(1).map(Number);
  const section = { x0: Math.min(a, b) - 1, x1: Math.max(a, b), y0: Math.min(c, d) - 1, y1: Math.max(c, d) };
  return section.x0 >= 0 && section.x1 <= width && section.y0 >= 0 && section.y1 <= height ? section : null;
}

/** Data of a raw image, and the columns of its serial overscan beside it. */
export interface RawSections {
  data: Section;
  overscan: { x0: number; x1: number } | null;
}

/**
 * The data and overscan of a raw image of one amplifier by DATASEC (or TRIMSEC) and BIASSEC.
 *
 * @param headers of the image
 * @param size of the raw image, pixels
 * @returns the sections, overscan null unless BIASSEC covers the rows of the data; null when the header gives no data section
 */
export function rawSections(headers: Headers, size: { width: number; height: number }): RawSections | null {
  const section = (...keywords: string[]) => parseSection(findText(headers, ...keywords), size.width, size.height);
  const data = section("TRIMSEC") ?? section("DATASEC");
  if (!data) return null;
  const bias = section("BIASSEC");
  const isBeside =
    bias !== null && bias.y0 <= data.y0 && bias.y1 >= data.y1 && (bias.x1 <= data.x0 || bias.x0 >= data.x1);
  return { data, overscan: isBeside ? { x0: bias.x0, x1: bias.x1 } : null };
}

/**
 * Size of a raw image of one amplifier once its overscan is trimmed.
 *
 * @param hdu an image HDU
 * @returns pixels of the data section, or of the whole image when the header gives none
 */
export function trimmedSize(hdu: Hdu): { width: number; height: number } {
  const size = imageSize(hdu.shape) ?? { width: 0, height: 0 };
  const data = rawSections([hdu.header], size)?.data;
  return data ? { width: data.x1 - data.x0, height: data.y1 - data.y0 } : size;
}
