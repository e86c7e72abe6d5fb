"use client";
// The image under the cursor in the viewer of all pages, its neighbours made ready, blinking through the list.
import { useRouter } from "next/navigation";
import { saveSection } from "@/app/_images/load-image";
import { reopenImage } from "@/app/_images/use-image-source";
import type { FlipPlace } from "@/components/flip/flip-view";
import { PlayBar } from "@/components/flip/play-bar";
import { useOneStretch } from "@/components/flip/use-one-stretch";
import { usePlay } from "@/components/flip/use-play";
import { ImageViewer, type ViewerActions } from "@/components/image/image-viewer";
import { useUrlViewerState } from "@/components/image/use-viewer-state";
import { parseChoices } from "@/components/image/viewer-parameters";
import { useKeys } from "@/components/ui/keys";
import { stageWords } from "@/lib/images/stages";
import { zoomThroughHref } from "../zoom-through";
import { MissingImage } from "./missing-image";
import { useNearImages } from "./use-near-images";

export interface FlipImageProps {
  place: FlipPlace;
  onStage: (by: 1 | -1) => void;
}

export function FlipImage({ place, onStage }: FlipImageProps) {
  const router = useRouter();
  const { rows, index, at, go } = place;
  const state = useUrlViewerState();
  const choices = parseChoices(state.parameters);
  const row = rows[index];
  const play = usePlay({
    count: rows.length,
    paceSeconds: choices.paceSeconds,
    isReady: (next) => rows[next] !== undefined && near.isReady(rows[next]),
    isRoundReady: () => near.round.ready === near.round.wanted,
    at,
    go,
  });
  const near = useNearImages(rows, { index, direction: play.direction }, choices.statistic);
  const step = (by: 1 | -1) => {
    play.stop();
    go(at() + by);
  };
  const shown = row?.isThere ? near.shown : undefined;
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
      <ImageViewer panels={[panel]} state={state} actions={actions} ahead={near.ahead} onAhead={near.onAhead} />
      {row.isThere ? null : <MissingImage key={row.exposureId} row={row} />}
      <PlayBar
        play={play}
        round={near.round}
        state={state}
        isOneStretch={stretch.isOneStretch}
        onStretch={stretch.toggle}
      />
    </>
  );
}
