"use client";
// Arrows on the page of images: stages of the same address, detectors' HDUs and planes of a file.
import type { StepDirection } from "@/components/image/image-viewer";
import { parseSource, sourceText } from "@/lib/images/source-text";
import { BEST_FIRST } from "@/lib/images/stages";
import { loadStages, type StageOfImage } from "../_images/load-stages";
import { reopenImage } from "../_images/use-image-source";
import { steppedFile } from "./stepped-source";

/** The stage beside the one that is shown; without a name that is the best one. */
function stageBeside(stages: readonly StageOfImage[], stage: string | null, by: number): StageOfImage | undefined {
  const best = BEST_FIRST.find((name) => stages.some((one) => one.stage === name)) ?? stages[0]?.stage;
  return stages[stages.findIndex((one) => one.stage === (stage ?? best)) + by];
}

async function steppedText(text: string, direction: StepDirection): Promise<string | null> {
  const source = parseSource(text);
  if (source.kind === "file") {
    const stepped = steppedFile(source, direction);
    return stepped && sourceText(stepped);
  }
  if (direction === "previous" || direction === "next") return null;
  const stages = await loadStages(source);
  return stageBeside(stages, source.stage, direction === "stageAfter" ? 1 : -1)?.source ?? null;
}

/** Handler of the viewer's arrows: puts another image in the place of the current one. */
export function useSteps(texts: readonly string[], current: number, setTexts: (texts: string[]) => void) {
  return (direction: StepDirection) => {
    const at = Math.min(current, texts.length - 1);
    const text = texts[at];
    if (text === undefined) return;
    steppedText(text, direction).then(
      (next) => next !== null && setTexts(texts.map((one, i) => (i === at ? next : one))),
      // the stages cannot be had: the image itself will say why
      () => reopenImage(text),
    );
  };
}
