// One header card: 80 columns (FITS 4.0, section 4). Cards that break the standard stay readable as text.

/**
 * Null is a keyword with an undefined value (4.1.2.3). An integer that a double cannot hold exactly, and a value that fits
 * no type of the standard (complex numbers too), is its text.
 */
export type CardValue = string | number | boolean | null;

export interface Card {
  /** Upper case as in the file; the HIERARCH convention's keyword without that word; "" for a blank one. */
  keyword: string;
  value: CardValue;
  /** What follows the slash; for COMMENT, HISTORY and cards without a value all that follows the keyword. */
  comment: string;
  /** The 80 columns as they are in the file; a value continued over several cards has a line for each. */
  text: string;
}

const INTEGER = /^[+-]?\d+$/;
const REAL = /^[+-]?(\d+\.?\d*|\.\d+)([ED][+-]?\d+)?$/i;
const HIERARCH = "HIERARCH ";

/**
 * Splits a card into keyword, value and comment (FITS 4.0, 4.1 and 4.2; HIERARCH by the ESO convention). Never throws.
 * @param text 80 columns
 */
export function parseCard(text: string): Card {
  const keyword = text.slice(0, 8).trim().toUpperCase();
  if (text.startsWith(HIERARCH) && text.includes("=")) {
    const equals = text.indexOf("=");
    const long = text.slice(HIERARCH.length, equals).trim();
    return { keyword: long, ...parseValueField(text.slice(equals + 1)), text };
  }
  const isCommentary = keyword === "COMMENT" || keyword === "HISTORY" || keyword === "CONTINUE" || keyword === "";
  if (isCommentary || text[8] !== "=") return { keyword, value: null, comment: text.slice(8).trimEnd(), text };
  return { keyword, ...parseValueField(text.slice(9)), text };
}

/**
 * The parts of a string that a card opens and CONTINUE cards go on with (FITS 4.0, 4.2.1.2), or null when there is no string.
 * @param field the columns after "=" or after CONTINUE
 * @returns `text` with doubled quotes undone and trailing blanks kept, and the comment
 */
export function parseStringField(field: string): { text: string; comment: string } | null {
  const start = field.search(/\S/);
  if (start < 0 || field[start] !== "'") return null;
  let end = start + 1;
  while (end < field.length) {
    if (field[end] === "'") {
      if (field[end + 1] !== "'") break;
      end++;
    }
    end++;
  }
  if (end >= field.length) return null;
  return { text: field.slice(start + 1, end).replaceAll("''", "'"), comment: afterSlash(field.slice(end + 1)) };
}

function parseValueField(field: string): { value: CardValue; comment: string } {
  const quoted = parseStringField(field);
  if (quoted) return { value: quoted.text.trimEnd(), comment: quoted.comment };
  const slash = field.indexOf("/");
  const token = (slash < 0 ? field : field.slice(0, slash)).trim();
  return { value: parseToken(token), comment: slash < 0 ? "" : afterSlash(field.slice(slash)) };
}

function parseToken(token: string): CardValue {
  if (token === "") return null;
  if (token === "T") return true;
  if (token === "F") return false;
  if (INTEGER.test(token)) {
    const number = Number(token);
    return Number.isSafeInteger(number) ? number : token;
  }
  if (REAL.test(token)) {
    const number = Number(token.replace(/d/i, "e"));
    return Number.isFinite(number) ? number : token;
  }
  return token;
}

function afterSlash(rest: string): string {
  const slash = rest.indexOf("/");
  return slash < 0 ? "" : rest.slice(slash + 1).trim();
}
