// Which axes of an image are longitude and latitude, in which projection and which celestial frame (FITS 4.0, 8.2 and 8.3).

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import type { WcsCards } from "./cards";

export interface CelestialAxes {
  /** Number of the axis of CTYPEi, from 1. */
  longitude: number;
  latitude: number;
  /** Three letters: "TAN". */
  projection: string;
  /** Whether CTYPE ends in -SIP. */
  isNamedSip: boolean;
  /** "ICRS", "FK5", "FK4" ... of RADESYS, "Galactic", "Ecliptic" ...; of other longitudes their name, "HPLN". */
  frame: string;
  /** EQUINOX in years; null where the header says nothing. */
  equinox: number | null;
  names: ["ra", "dec"] | ["l", "b"] | ["lon", "lat"];
}

interface AxisType {
  axis: number;
  keyword: string;
  ctype: string;
  /** The four letters before the projection, or fewer. */
  coordinate: string;
  projection: string;
}

/** More axes than FITS has NAXIS keywords for (4.4.1.1). */
const MOST_AXES = 999;
const CELESTIAL = /^(RA--|DEC-|[A-Z]LON|[A-Z]LAT|[A-Z0-9]{2}L[NT])-([A-Z0-9]{3})(-SIP)?$/;
const NEARLY_CELESTIAL = /^(RA|DEC|[GE]LON|[GE]LAT)-/;
const FRAMES: Record<string, string> = {
  GLON: "Galactic",
  ELON: "Ecliptic",
  SLON: "Supergalactic",
  HLON: "Helioecliptic",
};

/**
 * Finds the celestial axes by their CTYPE, on whichever axes they are and in either order.
 * @returns null where no CTYPE is celestial
 * @throws MalformedFileError for one celestial axis without the other, or two that do not belong together
 * @throws UnsupportedFormatError for an unknown suffix of CTYPE
 */
export function findCelestialAxes(cards: WcsCards): CelestialAxes | null {
  const types = axisTypes(cards);
  const longitude = types.find((type) => isLongitude(type.coordinate));
  const latitude = types.find((type) => !isLongitude(type.coordinate));
  if (!longitude && !latitude) return null;
  const { place } = cards;
  if (!longitude || !latitude) {
    const only = (longitude ?? latitude)!;
    const expected = `the ${longitude ? "latitude" : "longitude"} that belongs to it`;
    throw new MalformedFileError({ place, found: `${only.keyword} = ${only.ctype} alone`, expected });
  }
  const wanted = latitudeOf(longitude.coordinate);
  if (latitude.coordinate !== wanted || latitude.projection !== longitude.projection) {
    const found = `${longitude.keyword} = ${longitude.ctype} with ${latitude.keyword} = ${latitude.ctype}`;
    throw new MalformedFileError({ place, found, expected: `${wanted}-${longitude.projection}` });
  }
  return {
    longitude: longitude.axis,
    latitude: latitude.axis,
    projection: longitude.projection,
    isNamedSip: longitude.ctype.endsWith("-SIP") || latitude.ctype.endsWith("-SIP"),
    ...readFrame(cards, longitude.coordinate),
  };
}

function axisTypes(cards: WcsCards): AxisType[] {
  const pattern = new RegExp(`^CTYPE(\\d{1,3})${cards.alternate}$`);
  return cards.header.cards.flatMap(({ keyword }) => {
    const axis = Number(pattern.exec(keyword)?.[1] ?? 0);
    if (axis < 1 || axis > MOST_AXES) return [];
    const ctype = cards.word(`CTYPE${axis}`);
    const match = CELESTIAL.exec(ctype);
    if (match) return [{ axis, keyword, ctype, coordinate: match[1]!, projection: match[2]! }];
    if (!NEARLY_CELESTIAL.test(ctype)) return [];
    const found = `${keyword} = ${ctype}`;
    if (/^.{4}-.{3}-/.test(ctype)) {
      throw new UnsupportedFormatError({ place: cards.place, found, expected: "no suffix, or -SIP" });
    }
    throw new MalformedFileError({ place: cards.place, found, expected: "a coordinate and a projection, as RA---TAN" });
  });
}

function isLongitude(coordinate: string): boolean {
  return coordinate === "RA--" || coordinate.endsWith("LON") || coordinate.endsWith("LN");
}

function latitudeOf(longitude: string): string {
  if (longitude === "RA--") return "DEC-";
  return longitude.endsWith("LON") ? `${longitude[0]}LAT` : `${longitude.slice(0, 2)}LT`;
}

/** FITS 4.0, 8.3, table 24: RADESYS, else by EQUINOX. RADECSYS and EPOCH are what old headers write (8.3 note, 4.4.2.2). */
function readFrame(cards: WcsCards, coordinate: string): Pick<CelestialAxes, "frame" | "equinox" | "names"> {
  const isPrimary = cards.alternate === "";
  const equinox = yearOf(cards, "EQUINOX") ?? (isPrimary ? yearOf(cards, "EPOCH") : null);
  if (coordinate === "RA--") {
    const named = cards.word("RADESYS") || (isPrimary ? cards.word("RADECSYS") : "");
    const byEquinox = equinox === null ? "ICRS" : equinox < 1984 ? "FK4" : "FK5";
    return { frame: named || byEquinox, equinox, names: ["ra", "dec"] };
  }
  const frame = FRAMES[coordinate] ?? coordinate;
  return { frame, equinox, names: coordinate === "GLON" ? ["l", "b"] : ["lon", "lat"] };
}

/** A year that is no number names no frame, but does not spoil the coordinates. */
function yearOf(cards: WcsCards, stem: string): number | null {
  return cards.header.getNumber(stem + cards.alternate);
}
