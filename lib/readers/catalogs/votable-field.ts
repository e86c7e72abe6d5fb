// FIELD of a VOTable: what its cells are (VOTable 1.4, sections 2 and 4.1, 4.3; https://www.ivoa.net/documents/VOTable/20191021/).

import { UnsupportedFormatError } from "@/lib/errors";
import { type CatalogType, malformed } from "./catalog";

export interface VotableField {
  name: string;
  unit: string | null;
  ucd: string | null;
  description: string | null;
  type: CatalogType;
  /** bytes of an element in a binary stream; 0 for bits, which are packed */
  elementBytes: number;
  isUnicode: boolean;
  /** fixed axes, slowest first, without the length of texts and without the axis that varies */
  shape: number[];
  /** elements of a fixed cell, or of one step of the axis that varies; characters are not counted */
  count: number;
  /** characters of each text; null when a cell is one text of any length */
  textLength: number | null;
  isVariable: boolean;
  /** VALUES null: the text that stands for a missing value */
  nullText: string | null;
}

/** A fixed cell may have so many elements or characters. */
const MOST_ELEMENTS = 16_777_216;
const ARRAYSIZE = /^(?:\d+x)*(?:\d+\*?|\*)$/;

const DATATYPES: Record<string, [type: CatalogType, bytes: number]> = {
  boolean: ["bool", 1],
  bit: ["bits", 0],
  unsignedByte: ["uint8", 1],
  short: ["int16", 2],
  int: ["int32", 4],
  long: ["int64", 8],
  char: ["text", 1],
  unicodeChar: ["text", 2],
  float: ["float32", 4],
  double: ["float64", 8],
  floatComplex: ["complex64", 8],
  doubleComplex: ["complex128", 16],
};

/**
 * A field from the attributes of its element.
 *
 * @param attributes of FIELD
 * @param place of the table, for messages
 * @returns the field, VALUES and DESCRIPTION still to come
 * @throws MalformedFileError for an unknown datatype or arraysize; UnsupportedFormatError for cells of more than 16,777,216 elements
 */
export function readField(attributes: Record<string, string>, place: string): VotableField {
  const name = attributes.name ?? attributes.ID ?? "";
  const at = `FIELD ${name} of ${place}`;
  const known = DATATYPES[attributes.datatype ?? ""];
  if (!known) throw malformed(at, `datatype ${attributes.datatype ?? "missing"}`, Object.keys(DATATYPES).join(", "));
  const [type, elementBytes] = known;
  const axes = readArraysize(attributes.arraysize ?? "", at);
  const isText = type === "text";
  // the first axis of characters is the length of a text
  const { isVariable, fixed } = isText && axes.fixed.length > 0 ? { ...axes, fixed: axes.fixed.slice(1) } : axes;
  const isOneText = isText && axes.isVariable && axes.fixed.length === 0;
  const textLength = isOneText ? null : isText ? (axes.fixed[0] ?? 1) : null;
  if (isText && axes.fixed[0] === 0 && !(axes.fixed.length === 1 && !isVariable)) {
    throw malformed(at, `arraysize ${attributes.arraysize}`, "texts of one character or more");
  }
  const count = fixed.reduce((product, length) => product * length, 1);
  if (count * (textLength ?? 1) > MOST_ELEMENTS) {
    const found = `arraysize ${attributes.arraysize}`;
    throw new UnsupportedFormatError({ place: at, found, expected: `at most ${MOST_ELEMENTS} elements a cell` });
  }
  return {
    name,
    unit: attributes.unit || null,
    ucd: attributes.ucd || null,
    description: null,
    type,
    elementBytes,
    isUnicode: attributes.datatype === "unicodeChar",
    shape: [...fixed].reverse(),
    count,
    textLength,
    isVariable: isVariable && !isOneText,
    nullText: null,
  };
}

function readArraysize(text: string, place: string): { fixed: number[]; isVariable: boolean } {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "1") return { fixed: [], isVariable: false };
  if (!ARRAYSIZE.test(trimmed)) throw malformed(place, `arraysize ${trimmed}`, "lengths like 3, 2x3, * or 2x*");
  const axes = trimmed.split("x");
  const isVariable = trimmed.endsWith("*");
  const fixed = (isVariable ? axes.slice(0, -1) : axes).map(Number);
  return { fixed, isVariable };
}
