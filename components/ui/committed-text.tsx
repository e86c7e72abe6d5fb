"use client";
import { TextInput } from "@mantine/core";
import { useState } from "react";

export interface CommittedTextProps {
  label: string;
  value: string;
  width: number;
  /** in the empty field; left out: the label */
  placeholder?: string;
  onCommit: (text: string) => void;
}

/** Text that is committed on Enter or when the field is left, so that one change is one step of Back. */
export function CommittedText({ label, value, width, placeholder = label, onCommit }: CommittedTextProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft !== value) onCommit(draft.trim());
    setDraft(null);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      title={label}
      w={width}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
    />
  );
}
