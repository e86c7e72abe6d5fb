"use client";
// Verdicts on images by digits: one, or the digit of a group and then its own. What is pressed so far is shown.
import { useRef, useState } from "react";
import { type ImageWord, wordOfKeys } from "@/lib/verdicts/image-vocabulary";
import { useKeys } from "../ui/keys";

const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** The words that begin with a digit, for the list of keys. */
function groupLabel(words: readonly ImageWord[], digit: string): string {
  const group = words.filter(({ keys }) => keys.startsWith(digit));
  return group.map(({ keys, label }) => (keys === digit ? label : `${keys.slice(1)} ${label}`)).join(", ");
}

/**
 * What a digit does after those pressed before: it completes a word, begins one, or starts anew.
 *
 * @returns the word, if there is one, and what is pressed from now on
 */
export function pressDigit(
  words: readonly ImageWord[],
  pressed: string,
  digit: string,
): { word: ImageWord | null; pressed: string } {
  for (const keys of pressed === "" ? [digit] : [pressed + digit, digit]) {
    const meaning = wordOfKeys(words, keys);
    if (meaning === "more") return { word: null, pressed: keys };
    if (meaning) return { word: meaning, pressed: "" };
  }
  return { word: null, pressed: "" };
}

/** @returns digits pressed so far of a verdict of two */
export function useDefectKeys(words: readonly ImageWord[], onWord: (word: ImageWord) => void): string {
  const [shown, setShown] = useState("");
  // keys can come faster than the page is drawn
  const pressed = useRef("");
  const set = (keys: string) => {
    pressed.current = keys;
    setShown(keys);
  };
  const press = (digit: string) => {
    const next = pressDigit(words, pressed.current, digit);
    set(next.pressed);
    if (next.word) onWord(next.word);
  };
  const used = DIGITS.filter((digit) => words.some(({ keys }) => keys.startsWith(digit)));
  useKeys("Verdicts", [
    ...used.map((digit) => ({ keys: [digit], label: groupLabel(words, digit), run: () => press(digit) })),
    ...(shown === "" ? [] : [{ keys: ["Escape", "Backspace"], label: "Forget the first digit", run: () => set("") }]),
  ]);
  return shown;
}
