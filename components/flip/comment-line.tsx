"use client";
// What is said of the image: its verdict and a comment. Enter opens the comment, Enter keeps it, Escape leaves it as it was.
import { Kbd, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Said } from "@/lib/verdicts/verdict";
import { useKeys } from "../ui/keys";
import styles from "./flip.module.css";

const LONGEST = 2000;

export interface CommentLineProps {
  /** of the image: another one closes the field */
  imageId: string;
  said: Said;
  onComment: (comment: string) => void;
}

export function CommentLine({ imageId, said, onComment }: CommentLineProps) {
  const [openFor, setOpenFor] = useState<string | null>(null);
  const isOpen = openFor === imageId;
  useKeys("Verdicts", [{ keys: ["Enter"], label: "Write a comment", run: () => setOpenFor(imageId) }]);
  const close = () => {
    setOpenFor(null);
    // keys of the page are the page's again
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  return (
    <div className={styles.said}>
      <span className={styles.label} data-none={said.label === null}>
        {said.label ?? "○ not judged"}
      </span>
      {isOpen ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const text = new FormData(event.currentTarget).get("comment");
            if (typeof text === "string" && text.trim() !== (said.comment ?? "")) onComment(text.trim());
            close();
          }}
        >
          <TextInput
            aria-label="Comment"
            name="comment"
            defaultValue={said.comment ?? ""}
            maxLength={LONGEST}
            placeholder="Enter keeps it, and the verdict given next takes it along; Esc leaves it"
            autoFocus
            onKeyDown={(event) => {
              if (event.key === "Escape") close();
            }}
            onBlur={() => setOpenFor(null)}
          />
        </form>
      ) : (
        <button type="button" onClick={() => setOpenFor(imageId)}>
          <Kbd>Enter</Kbd> <span className={said.comment ? undefined : "dim"}>{said.comment ?? "comment"}</span>
        </button>
      )}
    </div>
  );
}
