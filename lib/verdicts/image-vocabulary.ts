// The words for defects of whole images, each with a code and the keys that give it: one digit, or the digit of its group
// and then its own. Codes and default words are those of rubin_exp_checker.
import { InvalidParameterError } from "../errors";

export interface ImageWord {
  /** digits that are pressed one after the other; none is the beginning of another word's */
  keys: string;
  /** what catalogues of defects call it; stays when the keys change */
  code: number;
  label: string;
}

/** "keys label", or "keys=code label" where the code is not what is pressed. */
export const DEFAULT_IMAGE_VOCABULARY = [
  "0 OK",
  ...["11 Guiding", "12 Shutter", "13 Readout noise", "14 Focus"],
  ...["21 Amplifier jump", "22 Fringing", "23 Hardware imprint", "24 Tree rings", "25 Coffee stains"],
  ...["31 Stray light", "32 Ghost", "33 Ghoul", "34 Glint"],
  ...["41 Satellite", "42 Airplane", "43 Tumbler", "44 Meteor"],
  ...["51 Bad column", "52 Bad pixels", "53 Excessive mask", "54 Cosmic ray", "55 Crosstalk", "56 Edge bleed"],
  ...["57 Bleed trail", "58 Dark trail", "59 Vampire", "61 Dark edge", "62 Dark halo"],
  ...["8=1000 Awesome", "9=255 Other"],
].join(", ");

/** Name of the setting that holds the vocabulary, as text. */
export const IMAGE_VOCABULARY_SETTING = "image-verdict-vocabulary";

const WORD = /^(?<keys>\d{1,2})(?:=(?<code>\d{1,5}))?\s+(?<label>[^\s,\p{Cc}][^,\p{Cc}]*)$/u;
const LONGEST_LABEL = 40;

/**
 * Reads "0 OK, 11 Guiding, 9=255 Other": words apart by commas or new lines.
 *
 * @param text of the setting
 * @returns words in the order of their keys
 * @throws InvalidParameterError when a word has no keys or no label, when a label is longer than 40 letters or occurs twice,
 *   and when keys are those of another word or their beginning: 1 could not be told from the start of 11
 */
export function parseImageVocabulary(text: string): ImageWord[] {
  const words: ImageWord[] = [];
  for (const part of text.split(/[,\n]/).map((entry) => entry.trim())) {
    if (part === "") continue;
    const { keys = "", code = keys, label = "" } = WORD.exec(part)?.groups ?? {};
    if (keys === "" || label.length > LONGEST_LABEL)
      throw refused(part, "one or two digits and a word, as in 11 Guiding");
    const other = words.find((word) => word.keys.startsWith(keys) || keys.startsWith(word.keys));
    if (other) throw refused(part, `keys that ${other.keys} ${other.label} neither has nor begins with`);
    if (words.some((word) => word.label === label)) throw refused(part, "each word once");
    words.push({ keys, code: Number(code), label });
  }
  if (words.length === 0) throw refused(text, "at least one word, as in 0 OK");
  return words.sort((a, b) => (a.keys < b.keys ? -1 : 1));
}

function refused(found: string, expected: string): InvalidParameterError {
  return new InvalidParameterError({ place: "image vocabulary", found: JSON.stringify(found), expected });
}

/**
 * The text of a vocabulary; parseImageVocabulary reads it back.
 *
 * @param words any order
 * @param separator between words: ", " or a new line
 */
export function imageVocabularyText(words: readonly ImageWord[], separator = ", "): string {
  const keysOf = ({ keys, code }: ImageWord) => (Number(keys) === code ? keys : `${keys}=${code}`);
  return words.map((word) => `${keysOf(word)} ${word.label}`).join(separator);
}

/**
 * What keys pressed so far mean.
 *
 * @param words of the vocabulary
 * @param pressed digits
 * @returns the word; "more" when they begin a word; null when they lead nowhere
 */
export function wordOfKeys(words: readonly ImageWord[], pressed: string): ImageWord | "more" | null {
  const word = words.find(({ keys }) => keys === pressed);
  return word ?? (words.some(({ keys }) => keys.startsWith(pressed)) ? "more" : null);
}
