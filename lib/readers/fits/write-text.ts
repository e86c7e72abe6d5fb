// Strings of a binary table (FITS 4.0, 7.3.3.1).

import { InvalidParameterError } from "@/lib/errors";

/**
 * The strings, undefined ones as "".
 * @throws InvalidParameterError for a character beyond printable ASCII, which the standard has no bytes for
 */
export function checkedTexts(values: string[], isNull: Uint8Array | null, place: string): string[] {
  const texts = isNull ? values.map((text, i) => (isNull[i] ? "" : text)) : values;
  for (const [i, text] of texts.entries()) {
    const at = text.search(/[^\x20-\x7e]/);
    if (at < 0) continue;
    const found = `character ${text.codePointAt(at)} in value ${i}`;
    throw new InvalidParameterError({ place, found, expected: "printable ASCII" });
  }
  return texts;
}

/** The strings at `width` bytes each, ended by NUL where they are shorter: blanks at the end are kept apart from fill. */
export function encodeTexts(texts: string[], width: number): Uint8Array {
  const bytes = new Uint8Array(texts.length * width);
  for (const [i, text] of texts.entries()) {
    for (let k = 0; k < text.length; k++) bytes[i * width + k] = text.charCodeAt(k);
  }
  return bytes;
}
