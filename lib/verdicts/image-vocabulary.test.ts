import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../errors";
import { DEFAULT_IMAGE_VOCABULARY, imageVocabularyText, parseImageVocabulary, wordOfKeys } from "./image-vocabulary";

const WORDS = parseImageVocabulary(DEFAULT_IMAGE_VOCABULARY);

describe("vocabulary of image defects", () => {
  it("has the words of rubin_exp_checker with their codes", () => {
    expect(WORDS).toHaveLength(31);
    expect(WORDS[0]).toEqual({ keys: "0", code: 0, label: "OK" });
    expect(WORDS).toContainEqual({ keys: "59", code: 59, label: "Vampire" });
    expect(WORDS.slice(-2)).toEqual([
      { keys: "8", code: 1000, label: "Awesome" },
      { keys: "9", code: 255, label: "Other" },
    ]);
  });

  it("is written as it is read, in lines too", () => {
    expect(imageVocabularyText(WORDS)).toBe(DEFAULT_IMAGE_VOCABULARY);
    expect(parseImageVocabulary(imageVocabularyText(WORDS, "\n"))).toEqual(WORDS);
  });

  it("gives each word by its keys, and nothing by others", () => {
    for (const word of WORDS) expect(wordOfKeys(WORDS, word.keys)).toBe(word);
    expect(wordOfKeys(WORDS, "5")).toBe("more");
    expect(wordOfKeys(WORDS, "7")).toBeNull();
    expect(wordOfKeys(WORDS, "19")).toBeNull();
  });

  it.each([
    ["", "at least one word"],
    ["OK", "one or two digits"],
    ["123 Three", "one or two digits"],
    ["0", "one or two digits"],
    [`0 ${"a".repeat(41)}`, "one or two digits"],
    ["0 a\0", "one or two digits"],
    ["1 One, 11 Eleven", "keys that 1 One"],
    ["11 Eleven, 1 One", "keys that 11 Eleven"],
    ["0 OK, 0 Fine", "keys that 0 OK"],
    ["0 OK, 11 OK", "each word once"],
  ])("refuses %j", (text, expected) => {
    expect(() => parseImageVocabulary(text)).toThrow(InvalidParameterError);
    expect(() => parseImageVocabulary(text)).toThrow(expected);
  });
});
