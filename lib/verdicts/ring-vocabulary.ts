// The words of triage of dark rings: one digit key a word. People change them in the settings; a stored verdict keeps its word.
import { InvalidParameterError } from "../errors";

/** What a verdict's row, and the filter that finds it, can hold. */
const WORD = /^[^\p{Cc}]{1,40}$/u;

export interface VerdictWord {
  /** 1 to 9 */
  key: string;
  label: string;
}

/** Vocabulary until somebody sets another. "vampire" is a bright pixel inside a dark ring (rubin_exp_checker class 59). */
export const DEFAULT_VOCABULARY = "1 ring 2 blob 3 lobe 4 column 5 edge 6 vampire 9 other";

/** Name of the setting that holds the vocabulary, as text. */
export const VOCABULARY_SETTING = "verdict-vocabulary";

/**
 * Reads "1 ring 2 blob": a digit 1 to 9, then a word without spaces, repeated.
 * @throws InvalidParameterError when a key is not a digit 1 to 9, occurs twice, or has no word; when a word is longer than
 *   40 letters or holds a control character
 */
export function parseVocabulary(text: string): VerdictWord[] {
  const parts = text.trim().split(/\s+/);
  const words: VerdictWord[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const key = parts[i] ?? "";
    const label = parts[i + 1];
    if (!/^[1-9]$/.test(key) || !label || !WORD.test(label) || words.some((word) => word.key === key)) {
      throw new InvalidParameterError({
        place: "verdict vocabulary",
        found: `"${label ? `${key} ${label}` : key}"`,
        expected: "pairs of an unused digit 1 to 9 and a word, as in 1 ring 2 blob",
      });
    }
    words.push({ key, label });
  }
  return words;
}

/** Letter that stands for a verdict on a small stamp: its first, in capitals. */
export function verdictLetter(label: string): string {
  return label.charAt(0).toUpperCase();
}
