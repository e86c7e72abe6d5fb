"use client";
// The words of triage: one word for each of the keys 1 to 9, an empty one leaves the key without a meaning.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import styles from "./vocabulary-form.module.css";

export interface VocabularyWord {
  key: string;
  label: string;
}

export interface VocabularyFormProps {
  words: readonly VocabularyWord[];
  defaults: readonly VocabularyWord[];
  /** verdicts in force by word */
  used: readonly { label: string; count: number }[];
  isBusy: boolean;
  message: { isFailure: boolean; text: string } | null;
  onSave: (words: VocabularyWord[]) => void;
}

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

function labelsOf(words: readonly VocabularyWord[]): Record<string, string> {
  return Object.fromEntries(words.map(({ key, label }) => [key, label]));
}

export function VocabularyForm({ words, defaults, used, isBusy, message, onSave }: VocabularyFormProps) {
  const [labels, setLabels] = useState(labelsOf(words));
  const save = () =>
    onSave(
      KEYS.flatMap((key) => (labels[key]?.trim() ? [{ key, label: labels[key].trim().replaceAll(/\s+/g, "-") }] : [])),
    );
  return (
    <form
      className={styles.form}
      aria-label="Vocabulary of dark rings"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h1>Vocabulary of dark rings</h1>
      <p className="dim">
        In triage, these keys give these verdicts. A verdict that was given keeps its word when the vocabulary changes.
      </p>
      {KEYS.map((key) => {
        const label = labels[key] ?? "";
        const count = used.find((entry) => entry.label === label)?.count ?? 0;
        return (
          <div key={key} className={styles.word}>
            <kbd>{key}</kbd>
            <TextInput
              aria-label={`Word of key ${key}`}
              value={label}
              onChange={(event) => setLabels({ ...labels, [key]: event.currentTarget.value })}
              maxLength={40}
            />
            <span className="dim mono">{label && count > 0 ? `${count} given` : ""}</span>
          </div>
        );
      })}
      <div className={styles.actions}>
        <Button type="submit" loading={isBusy}>
          Save
        </Button>
        <Button onClick={() => setLabels(labelsOf(defaults))}>Use the usual words</Button>
        {message ? (
          <span
            role={message.isFailure ? "alert" : "status"}
          >{`${message.isFailure ? "■" : "●"} ${message.text}`}</span>
        ) : null}
      </div>
    </form>
  );
}
