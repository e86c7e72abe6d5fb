import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../errors";
import { DEFAULT_VOCABULARY, parseVocabulary } from "./ring-vocabulary";

describe("verdict vocabulary", () => {
  it("reads the default", () => {
    expect(parseVocabulary(DEFAULT_VOCABULARY).map((word) => `${word.key}=${word.label}`)).toEqual([
      "1=ring",
      "2=blob",
      "3=lobe",
      "4=column",
      "5=edge",
      "6=vampire",
      "9=other",
    ]);
  });

  it.each(["", "ring", "1", "0 ring", "10 ring", "1 ring 1 blob", "1 ring 2", "1 a\0", `1 ${"a".repeat(41)}`])(
    "refuses %j",
    (text) => {
      expect(() => parseVocabulary(text)).toThrow(InvalidParameterError);
    },
  );
});
