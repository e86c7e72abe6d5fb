"use client";
import { useState } from "react";
import { z } from "zod";
import { VocabularyForm, type VocabularyWord } from "@/components/ui/vocabulary-form";
import { ask } from "../_shell/api";
import { useAction } from "../_shell/use-action";

interface VocabularySettingsProps {
  words: readonly VocabularyWord[];
  defaults: readonly VocabularyWord[];
  used: readonly { label: string; count: number }[];
}

export function VocabularySettings({ words, defaults, used }: VocabularySettingsProps) {
  const { run, isBusy, failure } = useAction();
  const [isSaved, setSaved] = useState(false);
  const save = (changed: VocabularyWord[]) =>
    run(async () => {
      setSaved(false);
      const verdictVocabulary = changed.map(({ key, label }) => `${key} ${label}`).join(" ");
      await ask("/api/v1/settings", z.unknown(), { method: "PUT", body: { verdictVocabulary } });
      setSaved(true);
    });
  const message = failure ? { isFailure: true, text: failure } : isSaved ? { isFailure: false, text: "saved" } : null;
  return (
    <VocabularyForm words={words} defaults={defaults} used={used} isBusy={isBusy} message={message} onSave={save} />
  );
}
