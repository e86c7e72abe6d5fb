"use client";
// The images of a page by name, and a field for one more.
import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import styles from "./source-bar.module.css";

export interface SourceBarProps {
  texts: readonly string[];
  /** throws what is wrong with a pasted text */
  onAdd: (pasted: string) => void;
  onRemove?: (index: number) => void;
}

export function SourceBar({ texts, onAdd, onRemove }: SourceBarProps) {
  const [draft, setDraft] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const add = () => {
    if (draft.trim() === "") return;
    setFailure(null);
    try {
      onAdd(draft);
      setDraft("");
    } catch (error) {
      // typed by hand: what is wrong with it stands beside it
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className={styles.sources}>
      {texts.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same image may be shown twice
        <span key={`${text} ${index}`} className={styles.source}>
          <span className="mono" title={text}>
            {text}
          </span>
          {onRemove ? (
            <ActionIcon aria-label={`Remove ${text}`} size="xs" onClick={() => onRemove(index)}>
              <IconX size={12} aria-hidden />
            </ActionIcon>
          ) : null}
        </span>
      ))}
      <TextInput
        aria-label="Add an image"
        placeholder="instrument/exposure/detector, file:12[1]; Enter adds"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && add()}
        w={330}
      />
      {failure ? <span role="alert">■ {failure}</span> : null}
    </div>
  );
}
