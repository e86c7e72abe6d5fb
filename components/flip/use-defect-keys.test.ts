import { describe, expect, it } from "vitest";
import { DEFAULT_IMAGE_VOCABULARY, parseImageVocabulary } from "@/lib/verdicts/image-vocabulary";
import { pressDigit } from "./use-defect-keys";

const WORDS = parseImageVocabulary(DEFAULT_IMAGE_VOCABULARY);

/** Words given by digits pressed one after the other, and what is left pressed. */
function type(digits: string): string {
  let pressed = "";
  const given: string[] = [];
  for (const digit of digits) {
    const next = pressDigit(WORDS, pressed, digit);
    if (next.word) given.push(next.word.label);
    pressed = next.pressed;
  }
  return `${given.join(", ")}|${pressed}`;
}

describe("digits of verdicts", () => {
  it("give OK by one key and defects by two", () => {
    expect(type("0")).toBe("OK|");
    expect(type("55")).toBe("Crosstalk|");
    expect(type("0590")).toBe("OK, Vampire, OK|");
    expect(type("5")).toBe("|5");
  });

  it("start anew where two lead nowhere, and leave nothing behind", () => {
    expect(type("10")).toBe("OK|");
    expect(type("1955")).toBe("Other, Crosstalk|");
    expect(type("7")).toBe("|");
    expect(type("65")).toBe("|5");
  });
});
