"use client";
// The words for defects of images, one a line, edited as text: thirty fields would be slower to change.
import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { type ImageWord, imageVocabularyText } from "@/lib/verdicts/image-vocabulary";
import styles from "./vocabulary-form.module.css";

export interface ImageVocabularyFormProps {
  words: readonly ImageWord[];
  defaults: readonly ImageWord[];
  /** verdicts in force by word */
  used: readonly { label: string; count: number }[];
  isBusy: boolean;
  message: { isFailure: boolean; text: string } | null;
  onSave: (text: string) => void;
}

export function ImageVocabularyForm({ words, defaults, used, isBusy, message, onSave }: ImageVocabularyFormProps) {
  const [text, setText] = useState(imageVocabularyText(words, "\n"));
  return (
    <form
      className={styles.form}
      aria-label="Vocabulary of image defects"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(text);
      }}
    >
      <h1>Vocabulary of image defects</h1>
      <p className="dim">
        When you flip through images, these keys give these verdicts: one digit, or the digit of a group and then its
        own. One word a line; 9=255 Other is given by the key 9 and has the code 255.
      </p>
      <Textarea
        aria-label="Words of image defects"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={8}
        maxRows={16}
        classNames={{ input: "mono" }}
        spellCheck={false}
      />
      {used.length > 0 ? (
        <p className="dim">given so far: {used.map(({ label, count }) => `${label} ${count}`).join(" · ")}</p>
      ) : null}
      <div className={styles.actions}>
        <Button type="submit" loading={isBusy}>
          Save image words
        </Button>
        <Button onClick={() => setText(imageVocabularyText(defaults, "\n"))}>Use the usual image words</Button>
        {message ? (
          <span
            role={message.isFailure ? "alert" : "status"}
          >{`${message.isFailure ? "■" : "●"} ${message.text}`}</span>
        ) : null}
      </div>
    </form>
  );
}
