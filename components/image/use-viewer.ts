"use client";
// What a viewer shows and what hands do to it: panels as models, gestures, cursor; the address holds the rest.
import { useMemo, useState } from "react";
import type { Limits } from "../gallery/stretch";
import { layoutFor, type PanelPlace, placePanels, shownRange } from "./panel-layout";
import { framingsWith, type PanelModel, panelModels, sourceOf, type ViewerPanel } from "./panel-models";
import { detectorAt } from "./readout";
import { useFramings } from "./use-framings";
import type { PanelGestures, Tool } from "./use-panel-pointer";
import type { Point, Size, View } from "./view";
import { formatLimits, parseChoices, parseQuad, type ViewerParameters, type ViewerState } from "./viewer-parameters";

export type StepDirection = "previous" | "next" | "stageBefore" | "stageAfter";

/** What the page does when it is asked to. */
export interface ViewerActions {
  /** ← → ↓ ↑: the next exposure or detector, another stage */
  onStep?: (direction: StepDirection) => void;
  /** a click on a mosaic: the detector there, 0-based pixel of it */
  onOpenDetector?: (panelId: string, at: NonNullable<ReturnType<typeof detectorAt>>) => void;
  /** FITS of a box of a panel's image, half-open */
  onExportSection?: (panelId: string, box: { x0: number; y0: number; x1: number; y1: number }) => void;
  /** an image whose tiles cannot be had any more: its file may be another one now */
  onReopen?: (panelId: string) => void;
  /** a click on any image */
  onPick?: (panelId: string, place: Point) => void;
}

export interface Cursor {
  index: number;
  place: Point;
  isFrozen: boolean;
}

export interface ViewerScene {
  panels: readonly ViewerPanel[];
  parameters: ViewerParameters;
  choices: ReturnType<typeof parseChoices>;
  framings: ReturnType<typeof useFramings>["framings"];
}

/** Contrast changes by this factor over the height of a panel, as a power of two. */
const CONTRAST_REACH = 4;

/** Models of panels in given places. */
export function modelsIn(scene: ViewerScene, shown: readonly { index: number; place: PanelPlace }[]): PanelModel[] {
  return panelModels({ ...scene, shown });
}

function measuredOf(parameters: ViewerParameters) {
  const box = parseQuad(parameters.box);
  if (box) return { tool: "box" as const, quad: box };
  const line = parseQuad(parameters.line);
  return line ? { tool: "line" as const, quad: line } : null;
}

export function useViewer(panels: readonly ViewerPanel[], state: ViewerState, actions: ViewerActions) {
  const [live, setLive] = useState<Partial<ViewerParameters>>({});
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [tool, setTool] = useState<Tool>("pan");
  const { framings, change } = useFramings(state);
  const parameters = useMemo(() => ({ ...state.parameters, ...live }), [state.parameters, live]);
  const choices = useMemo(() => {
    const parsed = parseChoices(parameters);
    return { ...parsed, current: Math.min(parsed.current, Math.max(0, panels.length - 1)) };
  }, [parameters, panels.length]);
  const scene: ViewerScene = { panels, parameters, choices, framings };
  const setView = (index: number, view: View) => change(framingsWith({ ...scene, shown: [] }, index, view));
  const setCurrent = (index: number) => index !== choices.current && state.set({ sel: String(index) });
  const gestures: PanelGestures = {
    onView: setView,
    onCursor: (index, place) => {
      if (!cursor?.isFrozen) setCursor(place && { index, place, isFrozen: false });
    },
    onQuad: (index, kind, quad, isDone) => {
      const patch = { box: "", line: "", [kind]: quad.join(",") };
      if (!isDone) return setLive(patch);
      setLive({});
      state.set({ ...patch, sel: String(index) }, { isStep: true });
    },
    onContrast: (right, up, isDone) => {
      const [contrast = 1, bias = 0.5] = (parameters.cb || "1,0.5").split(",").map(Number);
      const moved = [contrast * 2 ** (up * CONTRAST_REACH), bias + right].map((value) => Number(value.toPrecision(4)));
      if (!isDone) return setLive({ cb: moved.join(",") });
      setLive({});
      state.set({ cb: parameters.cb });
    },
    onReset: (index) => {
      const isOwn = choices.link === "off";
      change(isOwn ? panels.map((_, i) => (i === index ? null : (framings[i] ?? null))) : []);
    },
    onPick: (index, place) => {
      setCurrent(index);
      const panel = panels[index];
      const source = panel && sourceOf(panel);
      if (!panel || !source) return;
      const at = detectorAt(source.description, Math.round(place.x), Math.round(place.y));
      if (at && actions.onOpenDetector) actions.onOpenDetector(panel.id, at);
      else actions.onPick?.(panel.id, place);
    },
  };
  return {
    ...{ scene, choices, parameters, framings, cursor, setCursor, tool, setTool, gestures, setView, setCurrent },
    measured: measuredOf(parameters),
    resetViews: () => change([]),
    setLimits: (limits: Limits) => state.set({ stretch: "manual", limits: formatLimits(limits) }),
  };
}

export type Viewer = ReturnType<typeof useViewer>;

/** The panels of the grid with their places; while blinking one panel in the place of all. */
export function shownPlaces(scene: ViewerScene, room: Size, frame: number | null) {
  const count = scene.panels.length;
  if (frame !== null) {
    const [place] = placePanels(1, room);
    return place ? [{ index: frame, place }] : [];
  }
  const { start, end } = shownRange(count, scene.choices.layout ?? layoutFor(count), scene.choices.current);
  return placePanels(end - start, room).map((place, i) => ({ index: start + i, place }));
}
