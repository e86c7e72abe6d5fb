"use client";
// The panels in their places over the canvas, each with what lies over its picture.
import { formatSignificant } from "../ui/format";
import { linkedPlace, type OverlayLayer, type PanelModel, sourceOf } from "./panel-models";
import { PanelOverlays } from "./panel-overlays";
import { drawsOf, type StageState } from "./use-stage";
import type { Viewer, ViewerActions } from "./use-viewer";
import type { Point } from "./view";
import { type PanelStatus, ViewerPanel } from "./viewer-panel";

export interface PanelGridProps {
  viewer: Viewer;
  models: readonly PanelModel[];
  drawn: StageState;
  actions: ViewerActions;
  /** region files */
  layers: readonly OverlayLayer[];
  /** "2 of 5" while blinking */
  frame: string | null;
}

/** Where the cursor is in a panel: its own, or the place it is linked to; null: nowhere. */
function cursorIn({ cursor, scene, choices }: Viewer, model: PanelModel): Point | null {
  const under = cursor && scene.panels[cursor.index];
  const from = under && sourceOf(under);
  if (!cursor || !from || !model.source) return null;
  if (cursor.index === model.index) return cursor.place;
  return linkedPlace(choices, from.description, model.source.description, cursor.place);
}

/** The crosshair: in the other panels, and in its own when it is frozen. */
function crossIn(viewer: Viewer, model: PanelModel): Point | null {
  const { cursor, parameters } = viewer;
  const isOwn = cursor?.index === model.index;
  const isShown = isOwn ? cursor.isFrozen : parameters.cross !== "no";
  return isShown ? cursorIn(viewer, model) : null;
}

function statusOf(props: PanelGridProps, model: PanelModel): PanelStatus {
  const { viewer, drawn, frame } = props;
  const { choices, parameters, scene } = viewer;
  const isAlone = scene.panels.length < 2;
  const at = isAlone ? null : cursorIn(viewer, model);
  const value = at && model.source ? drawn.stage?.peek(model.source, Math.round(at.x), Math.round(at.y)) : undefined;
  return {
    isCurrent: model.index === choices.current && !isAlone,
    frame,
    progress: drawn.stage?.progress(drawsOf([model], choices, parameters.over)) ?? null,
    value: value === undefined ? null : formatSignificant(value, 5),
    statistic: choices.statistic,
  };
}

export function PanelGrid(props: PanelGridProps) {
  const { viewer, models, drawn, actions, layers, frame } = props;
  const { choices, measured, parameters } = viewer;
  return models.map((model) => (
    <ViewerPanel
      // blinking keeps one element: nothing is made anew between frames
      key={frame === null ? model.panel.id : "blinking"}
      model={model}
      status={statusOf(props, model)}
      tool={viewer.tool}
      gestures={viewer.gestures}
      actions={{
        onCurrent: () => viewer.setCurrent(model.index),
        onLimits: viewer.setLimits,
        onRetry: () => {
          drawn.stage?.retry();
          actions.onReopen?.(model.panel.id);
        },
      }}
    >
      <PanelOverlays
        model={model}
        layers={layers}
        over={parameters.over}
        measured={choices.link !== "off" || model.index === choices.current ? measured : null}
        cross={crossIn(viewer, model)}
      />
    </ViewerPanel>
  ));
}
