"use client";
// Images that will be wanted next, made ready in the place and with the look of the current panel.
import { useEffect, useRef } from "react";
import type { ImageSource } from "./image-source";
import type { ImageStage, PanelDraw } from "./image-stage";
import type { PanelModel } from "./panel-models";
import { drawsOf, type StageState } from "./use-stage";
import { modelsIn, type ViewerScene } from "./use-viewer";

/** After the view has come to rest; another list of images is begun with at once. */
const REST_MILLISECONDS = 200;
/** Of the 160 that are kept: those of the current image, and of one that is left, are among them. */
const MOST_TILES = 120;

/** How far images that will be wanted next are. */
export interface AheadProgress {
  /** the images that it is about, as they were given */
  of: readonly ImageSource[];
  /** keys of those that are one frame now: every tile under the present view is here, or cannot be had */
  ready: ReadonlySet<string>;
  /** as many as there is room for, the nearest */
  wanted: number;
}

export const NOTHING_AHEAD: AheadProgress = { of: [], ready: new Set(), wanted: 0 };

interface Ahead {
  source: ImageSource;
  draws: readonly PanelDraw[];
}

/** What the current panel would draw of other images, the first of them that have room. */
function drawsAhead(
  stage: ImageStage,
  sources: readonly ImageSource[],
  scene: ViewerScene,
  place: PanelModel["place"],
): Ahead[] {
  const { choices, parameters } = scene;
  const all = sources.map((source) => {
    const panels = scene.panels.map((panel, i) => (i === choices.current ? { ...panel, source } : panel));
    const models = modelsIn({ ...scene, panels }, [{ index: choices.current, place }]);
    return { source, draws: drawsOf(models, choices, parameters.over) };
  });
  let tiles = 0;
  return all.filter(({ draws }, i) => {
    tiles += stage.progress(draws).wanted;
    return i === 0 || tiles <= MOST_TILES;
  });
}

/** @param onProgress stays the same function */
export function usePreloadAhead(
  { stage, version }: Pick<StageState, "stage" | "version">,
  ahead: { sources: readonly ImageSource[]; onProgress?: ((progress: AheadProgress) => void) | undefined },
  scene: ViewerScene,
  current: PanelModel | null,
): void {
  const { sources, onProgress } = ahead;
  const place = current?.place;
  const look = JSON.stringify([scene.framings, scene.parameters, place?.picture]);
  const preloaded = useRef(look);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the look is all of the scene that matters
  useEffect(() => {
    if (!stage || !place || sources.length === 0) return;
    const stop = new AbortController();
    const begin = () => {
      preloaded.current = look;
      // the nearest is asked for first; none waits for the tiles of another
      for (const { draws } of drawsAhead(stage, sources, scene, place)) void stage.preload(draws, stop.signal);
    };
    const timer = preloaded.current === look ? undefined : setTimeout(begin, REST_MILLISECONDS);
    if (timer === undefined) begin();
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [stage, sources, look]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another version other tiles are here
  useEffect(() => {
    if (!stage || !place || !onProgress) return;
    const all = drawsAhead(stage, sources, scene, place);
    const ready = all.filter(({ draws }) => stage.isSettled(draws)).map(({ source }) => source.description.key);
    onProgress({ of: sources, ready: new Set(ready), wanted: all.length });
  }, [stage, version, sources, look, onProgress]);
}
