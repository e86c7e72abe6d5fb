"use client";
import { useState } from "react";
import { z } from "zod";
import { VocabularyForm, type VocabularyWord } from "@/components/ui/vocabulary-form";
import { parseVocabulary } from "@/lib/dark-rings/verdict-vocabulary";
import { ask } from "../_shell/api";
import { useAction } from "../_shell/use-action";

interface VocabularySettingsProps {
  /** "1 ring 2 blob" */
  text: string;
  defaultText: string;
  used: readonly { label: string; count: number }[];
}

export function VocabularySettings({ text, defaultText, used }: VocabularySettingsProps) {
  const { run, isBusy, failure } = useAction();
  const [isSaved, setSaved] = useState(false);
  const save = (words: VocabularyWord[]) =>
    run(async () => {
      setSaved(false);
      const verdictVocabulary = words.map(({ key, label }) => `${key} ${label}`).join(" ");
      await ask("/api/v1/settings", z.unknown(), { method: "PUT", body: { verdictVocabulary } });
      setSaved(true);
    });
  const message = failure ? { isFailure: true, text: failure } : isSaved ? { isFailure: false, text: "saved" } : null;
  return (
    <VocabularyForm
      words={parseVocabulary(text)}
      defaults={parseVocabulary(defaultText)}
      used={used}
      isBusy={isBusy}
      message={message}
      onSave={save}
    />
  );
}
