// Reads the region files of SAOImage DS9: circle, box, ellipse, line, point, polygon and text, in image or icrs coordinates.
// https://ds9.si.edu/doc/ref/region.html

import { MalformedFileError, UnsupportedFormatError } from "../errors";
import { type RegionShape, SHAPE_SIZES, type SkyRegion } from "./sky-region";

/** fk5 at J2000 is the ICRS to 0.023 arc seconds (Feissel & Mignard 1998, A&A 331, L33): far below what a mark shows. */
const FRAMES: Record<string, SkyRegion["frame"]> = { image: "image", icrs: "icrs", fk5: "icrs", j2000: "icrs" };
const OTHER_FRAMES = /^(physical|detector|amplifier|linear|b1950|fk4|galactic|ecliptic|wcs[a-z]?)$/;
/** A person draws hundreds; a catalogue written as regions thousands. */
const MOST_REGIONS = 100_000;

interface Reading {
  place: string;
  frame: SkyRegion["frame"] | null;
  color: string | null;
}

/**
 * Regions of a DS9 file. Excluded regions (a minus before the shape) count like the others; commented shapes that DS9 writes
 * behind # (vector, ruler, compass) are left out, text is read.
 *
 * @param content text of the file
 * @param name of the file, for messages
 * @returns in the file's order; empty when the file holds none
 * @throws UnsupportedFormatError for another shape or coordinate system, MalformedFileError for values that are no numbers
 *   or too few: both name the line
 */
export function readRegions(content: string, name: string): SkyRegion[] {
  const regions: SkyRegion[] = [];
  const reading: Reading = { place: "", frame: null, color: null };
  for (const [index, line] of content.split(/\r\n|\r|\n/).entries()) {
    reading.place = `line ${index + 1} of ${name}`;
    const [whole, properties] = apart(line);
    for (const statement of statementsOf(whole)) {
      const region = readStatement(statement, properties, reading);
      if (region) regions.push(region);
    }
    if (regions.length > MOST_REGIONS) {
      const expected = `at most ${MOST_REGIONS} regions`;
      throw new UnsupportedFormatError({ place: reading.place, found: "still more regions", expected });
    }
  }
  return regions;
}

/** What is drawn, and the properties behind #; a text is drawn although it stands behind #. */
function apart(line: string): [string, string] {
  const text = /^\s*#\s*(text\s*\(?[^)]*\)?)(.*)$/i.exec(line);
  if (text) return [text[1] ?? "", text[2] ?? ""];
  const hash = line.indexOf("#");
  return hash < 0 ? [line, ""] : [line.slice(0, hash), line.slice(hash + 1)];
}

function statementsOf(text: string): string[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function readStatement(statement: string, properties: string, reading: Reading): SkyRegion | null {
  const [, word = "", rest = ""] = /^[+-]?\s*([a-z][a-z0-9]*)(.*)$/is.exec(statement) ?? [];
  const name = word.toLowerCase();
  if (name === "global") {
    reading.color = propertyOf(rest, "color") ?? reading.color;
    return null;
  }
  if (Object.hasOwn(FRAMES, name)) {
    reading.frame = FRAMES[name] ?? null;
    return null;
  }
  if (OTHER_FRAMES.test(name)) {
    const found = `coordinates in ${name}`;
    throw new UnsupportedFormatError({ place: reading.place, found, expected: "image, icrs or fk5" });
  }
  if (!isShape(name)) {
    const found = word || JSON.stringify(statement.slice(0, 40));
    const expected = `one of ${Object.keys(SHAPE_SIZES).join(", ")}`;
    throw new UnsupportedFormatError({ place: reading.place, found, expected });
  }
  return readShape(name, rest, properties, reading);
}

function isShape(name: string): name is RegionShape {
  return Object.hasOwn(SHAPE_SIZES, name);
}

function readShape(shape: RegionShape, rest: string, properties: string, reading: Reading): SkyRegion {
  // physical coordinates are DS9's default: of a file that names none we cannot know
  if (reading.frame === null) {
    const expected = "a line with image, icrs or fk5 before the first region";
    throw new MalformedFileError({ place: reading.place, found: `${shape} in no coordinate system`, expected });
  }
  const { frame, place } = reading;
  const words = rest
    .replaceAll(/[()]/g, " ")
    .split(/[\s,]+/)
    .filter(Boolean);
  const sizeCount = SHAPE_SIZES[shape];
  const pairCount = shape === "polygon" ? Math.floor(words.length / 2) : shape === "line" ? 2 : 1;
  const needed = Math.max(pairCount, shape === "polygon" ? 3 : 1) * 2 + sizeCount;
  const most = needed + (sizeCount === 2 ? 1 : 0);
  const isOdd = shape === "polygon" && words.length % 2 === 1;
  if (words.length < needed || (shape !== "text" && words.length > most) || isOdd) {
    const expected = shape === "polygon" ? "three or more pairs" : String(needed);
    throw new MalformedFileError({ place, found: `${shape} with ${words.length} values`, expected });
  }
  const points = Array.from({ length: pairCount }, (_, i): [number, number] => {
    const [x, y] = [words[2 * i] ?? "", words[2 * i + 1] ?? ""];
    return frame === "image" ? [plain(x, place) - 1, plain(y, place) - 1] : [sky(x, 15, place), sky(y, 1, place)];
  });
  const sizes = words.slice(pairCount * 2, pairCount * 2 + sizeCount).map((word) => lengthOf(word, frame, place));
  return {
    frame,
    shape,
    points,
    sizes,
    angleDeg: sizeCount === 2 && words[needed] ? plain(words[needed], place) : 0,
    text: propertyOf(properties, "text"),
    color: propertyOf(properties, "color") ?? reading.color,
  };
}

function plain(word: string, place: string): number {
  const value = Number(word.replace(/[id]$/i, ""));
  if (word !== "" && Number.isFinite(value)) return value;
  throw new MalformedFileError({ place, found: JSON.stringify(word), expected: "a number" });
}

/** Degrees, or sexagesimal as 10:12:13.1 and 10h12m13.1s / 41d12m11s; `unitDeg` is 15 where hours are meant. */
function sky(word: string, unitDeg: number, place: string): number {
  const parts = /^([+-]?)(\d+)([:hd])(\d+)[:m](\d+(?:\.\d*)?)s?$/i.exec(word);
  if (!parts) return plain(word, place);
  const [, sign, first = "", mark = "", minutes = "", seconds = ""] = parts;
  const value = Number(first) + Number(minutes) / 60 + Number(seconds) / 3600;
  const unit = mark === "d" || mark === "D" ? 1 : mark === ":" ? unitDeg : 15;
  return (sign === "-" ? -1 : 1) * value * unit;
}

/** Pixels, or degrees from 3", 2', 0.1d. */
function lengthOf(word: string, frame: SkyRegion["frame"], place: string): number {
  const [, number = "", unit = ""] = /^(.*?)(["'dipr]?)$/.exec(word) ?? [];
  const value = plain(number, place);
  const isSky = unit === '"' || unit === "'" || unit === "d" || unit === "r";
  const isPixels = unit === "i" || unit === "p";
  if ((frame === "image" && isSky) || (frame === "icrs" && isPixels)) {
    const expected = frame === "image" ? "pixels" : "an angle";
    throw new UnsupportedFormatError({ place, found: `size ${word} in ${frame} coordinates`, expected });
  }
  const perDegree: Record<string, number> = { '"': 3600, "'": 60, r: Math.PI / 180 };
  return value / (perDegree[unit] ?? 1);
}

/** Value of `name=…`, bare or in braces or quotes. */
function propertyOf(properties: string, name: string): string | null {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:\\{([^}]*)\\}|"([^"]*)"|'([^']*)'|(\\S+))`, "i").exec(properties);
  return match ? (match[1] ?? match[2] ?? match[3] ?? match[4] ?? null) : null;
}
