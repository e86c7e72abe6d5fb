"use client";
// The image under the cursor in the viewer of all pages, its neighbours made ready, blinking through the list.
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { saveSection } from "@/app/_images/load-image";
import { reopenImage, useImageSources, withStatistic } from "@/app/_images/use-image-source";
import type { FlipPlace } from "@/components/flip/flip-view";
import { PlayBar } from "@/components/flip/play-bar";
import { useOneStretch } from "@/components/flip/use-one-stretch";
import { usePlay } from "@/components/flip/use-play";
import type { ImageSource } from "@/components/image/image-source";
import { ImageViewer, type ViewerActions } from "@/components/image/image-viewer";
import { useUrlViewerState } from "@/components/image/use-viewer-state";
import { parseChoices } from "@/components/image/viewer-parameters";
import { useKeys } from "@/components/ui/keys";
import { stageWords } from "@/lib/images/stages";
import type { FlipRow } from "@/lib/queries/flip-through";
import { zoomThroughHref } from "../zoom-through";
import { MissingImage } from "./missing-image";

/** Images made ready on the side that one is moving to, and on the other. */
const AHEAD = 3;
const BEHIND = 1;

export interface FlipImageProps {
  place: FlipPlace;
  onStage: (by: 1 | -1) => void;
}

/** Rows about the cursor that have an image, the nearest first, the one under it at the front; round the ends. */
function nearRows(rows: readonly FlipRow[], index: number, direction: 1 | -1): FlipRow[] {
  const steps = [0, ...Array.from({ length: AHEAD }, (_, i) => direction * (i + 1))];
  steps.splice(2, 0, ...Array.from({ length: BEHIND }, (_, i) => -direction * (i + 1)));
  const found = steps.flatMap((step) => rows[(index + step + rows.length) % rows.length] ?? []);
  return [...new Set(found)].filter((row) => row.isThere);
}

export function FlipImage({ place, onStage }: FlipImageProps) {
  const router = useRouter();
  const { rows, index, at, go } = place;
  const state = useUrlViewerState();
  const choices = parseChoices(state.parameters);
  const row = rows[index];
  const ready = new Set<FlipRow>();
  const play = usePlay({
    count: rows.length,
    paceSeconds: choices.paceSeconds,
    isReady: (next) => rows[next] !== undefined && (!rows[next].isThere || ready.has(rows[next])),
    at,
    go,
  });
  const near = nearRows(rows, index, play.direction ?? 1);
  const sources = useImageSources(near.map(({ id }) => withStatistic(id, choices.statistic)));
  for (const [i, one] of near.entries()) if (sources[i] !== undefined) ready.add(one);
  const here = near.flatMap((one, i) => {
    const source = sources[i];
    return one !== row && source && "description" in source ? [source] : [];
  });
  const key = here.map(({ description }) => description.key).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the images
  const ahead = useMemo<readonly ImageSource[]>(() => here, [key]);
  const step = (by: 1 | -1) => {
    play.stop();
    go(at() + by);
  };
  const shown = row?.isThere ? sources[0] : undefined;
  const description = shown && "description" in shown ? shown.description : null;
  const stretch = useOneStretch(state, description);
  useKeys("Flip through", [
    { keys: ["b"], label: "Blink through the list", run: () => play.toggle(1) },
    { keys: ["B"], label: "Blink backwards", run: () => play.toggle(-1) },
    { keys: ["x"], label: "This stretch for all, or one each", run: stretch.toggle },
  ]);
  if (!row) return null;
  const source = row.isThere ? shown : { reason: `there is no ${stageWords(row.stage)} of it`, isNone: true };
  const panel = { id: "flip", source, label: row.id };
  const actions: ViewerActions = {
    onStep: (direction) => {
      if (direction === "previous") step(-1);
      else if (direction === "next") step(1);
      else onStage(direction === "stageAfter" ? 1 : -1);
    },
    onOpenDetector: (_, there) => router.push(zoomThroughHref(row, there)),
    onReopen: () => reopenImage(row.id),
    onExportSection: (_, box) => {
      if (shown && "description" in shown) saveSection(row.id, shown, box);
    },
  };
  return (
    <>
      <ImageViewer panels={[panel]} state={state} actions={actions} ahead={ahead} />
      {row.isThere ? null : <MissingImage key={row.exposureId} row={row} />}
      <PlayBar play={play} state={state} isOneStretch={stretch.isOneStretch} onStretch={stretch.toggle} />
    </>
  );
}
