"use client";
// Images that will be wanted next, made ready in the place and with the look of the current panel.
import { useEffect } from "react";
import type { ImageSource } from "./image-source";
import type { ImageStage } from "./image-stage";
import type { PanelModel } from "./panel-models";
import { drawsOf } from "./use-stage";
import { modelsIn, type ViewerScene } from "./use-viewer";

/** After the view has come to rest. */
const REST_MILLISECONDS = 200;

export function usePreloadAhead(
  stage: ImageStage | null,
  ahead: readonly ImageSource[],
  scene: ViewerScene,
  current: PanelModel | null,
): void {
  const { framings, choices, parameters } = scene;
  const place = current?.place;
  // biome-ignore lint/correctness/useExhaustiveDependencies: panels that are replaced here do not matter
  useEffect(() => {
    if (!stage || !place || ahead.length === 0) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const draws = ahead.flatMap((source) => {
        const panels = scene.panels.map((panel, i) => (i === choices.current ? { ...panel, source } : panel));
        const models = modelsIn({ ...scene, panels }, [{ index: choices.current, place }]);
        return drawsOf(models, choices, parameters.over);
      });
      void stage.preload(draws, stop.signal);
    }, REST_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [stage, ahead, framings, choices, parameters.over, place?.picture.width, place?.picture.height]);
}
