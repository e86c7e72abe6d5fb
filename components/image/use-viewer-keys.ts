"use client";
// Keys of the viewer: those of DS9 and of CARTA where they have them.
import { COLOR_MAPS } from "../gallery/color-maps";
import { nextOf } from "../gallery/look";
import { CURVES, IMAGE_LIMIT_RULES } from "../gallery/stretch";
import { type KeyBinding, useKeys } from "../ui/keys";
import { LAYOUTS, layoutFor } from "./panel-layout";
import type { PanelModel } from "./panel-models";
import type { Blink } from "./use-blink";
import type { StepDirection, Viewer, ViewerActions } from "./use-viewer";
import { nudge, panBy, toScreen, withZoom, zoomAt } from "./view";
import { LINKS, type ViewerState } from "./viewer-parameters";

const KEY_ZOOM = 1.5;
/** Part of the panel by which an arrow moves the image. */
const KEY_PAN = 1 / 8;
/** The stretches that need no number. */
const KEY_RULES = IMAGE_LIMIT_RULES.filter((rule) => rule !== "manual" && rule !== "percentile");

export interface KeyTargets {
  viewer: Viewer;
  state: ViewerState;
  blink: Blink;
  actions: ViewerActions;
  /** of the current panel */
  model: PanelModel | null;
  isInDialog: boolean;
}

const ARROWS: readonly [string, string, StepDirection, readonly [number, number], string][] = [
  ["ArrowLeft", "H", "previous", [-1, 0], "Previous"],
  ["ArrowRight", "L", "next", [1, 0], "Next"],
  ["ArrowDown", "J", "stageBefore", [0, -1], "Stage before"],
  ["ArrowUp", "K", "stageAfter", [0, 1], "Stage after"],
];

/** Moves the cursor by a pixel, and the image with it where it would leave the panel. */
function nudgeCursor({ viewer, model }: KeyTargets, [x, y]: readonly [number, number]) {
  if (!model?.view || !model.source) return;
  const { cursor } = viewer;
  const from = cursor?.index === model.index ? cursor.place : model.view;
  const place = { x: Math.round(from.x) + x, y: Math.round(from.y) + y };
  const { width, height } = model.place.picture;
  const at = toScreen(model.view, model.place.picture, place);
  if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) {
    viewer.setView(model.index, nudge(model.view, { x, y }, model.source.description));
  }
  viewer.setCursor({ index: model.index, place, isFrozen: true });
}

function arrowKeys(targets: KeyTargets): KeyBinding[] {
  const { actions, model, viewer } = targets;
  return ARROWS.flatMap(([arrow, letter, direction, by, label]): KeyBinding[] => [
    {
      keys: [arrow],
      label: actions.onStep
        ? `${label}; with Shift: cursor by one pixel`
        : "Move the image; with Shift: cursor by one pixel",
      run: (event) => {
        if (event.shiftKey) nudgeCursor(targets, by);
        else if (actions.onStep) actions.onStep(direction);
        else if (model?.view && model.source) {
          const { width, height } = model.place.picture;
          const shift = { x: -by[0] * width * KEY_PAN, y: by[1] * height * KEY_PAN };
          viewer.setView(model.index, panBy(model.view, shift, model.source.description));
        }
      },
    },
    { keys: [letter], label: "Cursor by one pixel", run: () => nudgeCursor(targets, by) },
  ]);
}

function zoomKeys({ viewer, model, isInDialog }: KeyTargets): KeyBinding[] {
  const zoom = (factor: number) => {
    if (!model?.view || !model.source) return;
    const { width, height } = model.place.picture;
    const frame = { panel: model.place.picture, image: model.source.description };
    viewer.setView(model.index, zoomAt(model.view, factor, { x: width / 2, y: height / 2 }, frame));
  };
  const plain = () => model?.view && viewer.setView(model.index, withZoom(model.view, 1));
  return [
    { keys: ["+", "="], label: "Zoom in", run: () => zoom(KEY_ZOOM) },
    { keys: ["-", "_"], label: "Zoom out", run: () => zoom(1 / KEY_ZOOM) },
    { keys: ["0"], label: "The whole image", run: viewer.resetViews },
    { keys: isInDialog ? ["!", "1"] : ["!"], label: "One to one", run: plain },
  ];
}

function lookKeys({ state, viewer }: KeyTargets): KeyBinding[] {
  const { parameters, set } = state;
  const rule = KEY_RULES.find((one) => one === parameters.stretch) ?? "zscale";
  const curve = CURVES.find((one) => one === parameters.curve) ?? "linear";
  const map = COLOR_MAPS.find((one) => one === parameters.map) ?? "grey";
  const reset = () => {
    viewer.resetViews();
    set({ at: "", z: "", up: "", cb: "", limits: "", stretch: "zscale", curve: "linear", map: "", invert: "no" });
  };
  return [
    { keys: ["z"], label: "zscale", run: () => set({ stretch: "zscale", cb: "" }) },
    { keys: ["s"], label: "Next stretch", run: () => set({ stretch: nextOf(KEY_RULES, rule) }) },
    { keys: ["a"], label: "Next curve", run: () => set({ curve: nextOf(CURVES, curve) }) },
    { keys: ["i"], label: "Invert", run: () => set({ invert: parameters.invert === "yes" ? "no" : "yes" }) },
    { keys: ["c"], label: "Next colours", run: () => set({ map: nextOf(COLOR_MAPS, map) }) },
    {
      keys: ["x"],
      label: "One stretch for all, or one each",
      run: () => set({ share: parameters.share === "all" ? "each" : "all" }),
    },
    { keys: ["m"], label: "Mask", run: () => set({ mask: parameters.mask === "0" ? "50" : "0" }) },
    { keys: ["r"], label: "Reset view and stretch", run: reset },
    { keys: ["n"], label: "North up", run: () => set({ up: parameters.up === "north" ? "" : "north" }) },
  ];
}

function panelKeys({ state, viewer, blink }: KeyTargets): KeyBinding[] {
  const { parameters, set } = state;
  const { choices, cursor, scene } = viewer;
  const count = scene.panels.length;
  const layout = choices.layout ?? layoutFor(count);
  const link = () => set({ link: nextOf(LINKS, choices.link) });
  const freeze = () => cursor && viewer.setCursor({ ...cursor, isFrozen: !cursor.isFrozen });
  const turn = (by: number) => count > 0 && viewer.setCurrent((choices.current + by + count) % count);
  return [
    { keys: ["b"], label: "Blink", run: () => blink.toggle(1) },
    { keys: ["B"], label: "Blink backwards", run: () => blink.toggle(-1) },
    { keys: [" "], label: "Blink while held", run: blink.hold },
    { keys: ["f"], label: "Freeze the cursor", run: freeze },
    { keys: ["g"], label: "Cursor in all panels", run: () => set({ cross: parameters.cross === "no" ? "yes" : "no" }) },
    { keys: ["G"], label: "Match by pixel, by sky, or not", run: link },
    { keys: ["l"], label: "Next layout: 1, 2, 4, 9 panels", run: () => set({ n: String(nextOf(LAYOUTS, layout)) }) },
    { keys: ["PageDown"], label: "Next panel", run: () => turn(1) },
    { keys: ["PageUp"], label: "Panel before", run: () => turn(-1) },
  ];
}

export function useViewerKeys(targets: KeyTargets): void {
  const bindings = [...arrowKeys(targets), ...zoomKeys(targets), ...lookKeys(targets), ...panelKeys(targets)];
  useKeys("Images", bindings, { isOfDialog: targets.isInDialog || undefined });
}
