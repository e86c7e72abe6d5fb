"use client";
// The verdicts on images and their keys, always in sight; after the first digit of two, the words that are left stand out.
import { Kbd } from "@mantine/core";
import type { ImageWord } from "@/lib/verdicts/image-vocabulary";
import styles from "./flip.module.css";

export interface DefectPadProps {
  words: readonly ImageWord[];
  /** verdict of the image that is shown */
  current: string | null;
  /** first digit of two */
  pressed: string;
  onDecide: (word: ImageWord) => void;
}

export function DefectPad({ words, current, pressed, onDecide }: DefectPadProps) {
  return (
    <section className={styles.pad} aria-label="Verdicts">
      {words.map((word, index) => (
        <button
          key={word.keys}
          type="button"
          aria-pressed={word.label === current}
          data-group={index > 0 && words[index - 1]?.keys[0] !== word.keys[0]}
          data-far={!word.keys.startsWith(pressed)}
          data-near={pressed !== "" && word.keys.startsWith(pressed)}
          onClick={() => onDecide(word)}
        >
          <Kbd>{word.keys}</Kbd> {word.label}
        </button>
      ))}
    </section>
  );
}
