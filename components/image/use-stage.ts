"use client";
// The one canvas of a viewer: made with it, drawn on every change, drawn again when tiles come.
import { type RefObject, useCallback, useEffect, useState } from "react";
import { ImageStage, type PanelDraw } from "./image-stage";
import { maskPlanesOf } from "./mask-colors";
import type { PanelModel } from "./panel-models";
import type { ViewerChoices } from "./viewer-parameters";

export interface StageState {
  stage: ImageStage | null;
  /** another number when tiles came or failed */
  version: number;
  /** why nothing can be drawn at all */
  failure: string | null;
}

/** The panels that have something to draw, as the stage takes them. */
export function drawsOf(models: readonly PanelModel[], choices: ViewerChoices, over: string): PanelDraw[] {
  return models.flatMap(({ source, view, limits, look, place, reason }) => {
    if (!source || !view || reason !== null) return [];
    const bits = choices.maskOpacity > 0 ? maskPlanesOf(source.description, over).filter((plane) => plane.isShown) : [];
    const mask =
      bits.length > 0
        ? {
            bits: bits.map(({ bit, color }) => ({ bit, color: [...color] as [number, number, number] })),
            opacity: choices.maskOpacity,
          }
        : null;
    return { rect: place.picture, source, view, limits, look, statistic: choices.statistic, mask };
  });
}

export function useStage(canvas: RefObject<HTMLCanvasElement | null>, isCanvasForced: boolean): StageState {
  const [stage, setStage] = useState<ImageStage | null>(null);
  const [version, setVersion] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  const changed = useCallback(() => setVersion((before) => before + 1), []);
  useEffect(() => {
    if (!canvas.current) return;
    let made: ImageStage;
    try {
      made = new ImageStage(canvas.current, changed, { isCanvasForced });
    } catch (error) {
      // a browser that gives no canvas at all: the page says so in its place
      setFailure(error instanceof Error ? error.message : String(error));
      return;
    }
    setStage(made);
    return () => {
      made.dispose();
      setStage(null);
    };
  }, [canvas, changed, isCanvasForced]);
  return { stage, version, failure };
}
