"use client";
import { useState } from "react";
import { z } from "zod";
import { ImageVocabularyForm } from "@/components/ui/image-vocabulary-form";
import { VocabularyForm, type VocabularyWord } from "@/components/ui/vocabulary-form";
import type { ImageWord } from "@/lib/verdicts/image-vocabulary";
import { ask } from "../_shell/api";
import { useAction } from "../_shell/use-action";

interface VocabularySettingsProps<Word> {
  words: readonly Word[];
  defaults: readonly Word[];
  used: readonly { label: string; count: number }[];
}

/** Saves settings and tells how that went. */
function useSave() {
  const { run, isBusy, failure } = useAction();
  const [isSaved, setSaved] = useState(false);
  const save = (body: Record<string, string>) =>
    run(async () => {
      setSaved(false);
      await ask("/api/v1/settings", z.unknown(), { method: "PUT", body });
      setSaved(true);
    });
  const message = failure ? { isFailure: true, text: failure } : isSaved ? { isFailure: false, text: "saved" } : null;
  return { save, isBusy, message };
}

export function VocabularySettings({ words, defaults, used }: VocabularySettingsProps<VocabularyWord>) {
  const { save, isBusy, message } = useSave();
  const onSave = (changed: VocabularyWord[]) =>
    save({ verdictVocabulary: changed.map(({ key, label }) => `${key} ${label}`).join(" ") });
  return (
    <VocabularyForm words={words} defaults={defaults} used={used} isBusy={isBusy} message={message} onSave={onSave} />
  );
}

export function ImageVocabularySettings({ words, defaults, used }: VocabularySettingsProps<ImageWord>) {
  const { save, isBusy, message } = useSave();
  return (
    <ImageVocabularyForm
      words={words}
      defaults={defaults}
      used={used}
      isBusy={isBusy}
      message={message}
      onSave={(imageVocabulary) => save({ imageVocabulary })}
    />
  );
}
