"use client";
// The image viewer of every page: panels over one canvas, controls above, the pixel under the cursor below.
import { useElementSize } from "@mantine/hooks";
import { useEffect, useMemo, useRef } from "react";
import type { ImageSource } from "./image-source";
import styles from "./image-viewer.module.css";
import { LayerMenu } from "./layer-menu";
import { MeasureAside } from "./measure-aside";
import { PanelGrid } from "./panel-grid";
import type { OverlayLayer, ViewerPanel } from "./panel-models";
import { ReadoutLine } from "./readout-line";
import { useBlink } from "./use-blink";
import { type AheadProgress, usePreloadAhead } from "./use-preload-ahead";
import { areRegionFiles, useRegionLayers } from "./use-region-layers";
import { drawsOf, useStage } from "./use-stage";
import { modelsIn, shownPlaces, useViewer, type ViewerActions } from "./use-viewer";
import { useViewerKeys } from "./use-viewer-keys";
import { ViewerExports } from "./viewer-exports";
import type { ViewerState } from "./viewer-parameters";
import { ViewerToolbar } from "./viewer-toolbar";

export type { OverlayLayer, ViewerPanel } from "./panel-models";
export type { StepDirection, ViewerActions } from "./use-viewer";

export interface ImageViewerProps {
  panels: readonly ViewerPanel[];
  /** useUrlViewerState() or useOwnViewerState() */
  state: ViewerState;
  actions?: ViewerActions;
  /** what the current panel will show next: made ready, so that the flip is one frame */
  ahead?: readonly ImageSource[];
  /** how far those are; stays the same function */
  onAhead?: (progress: AheadProgress) => void;
  /** its keys are those of the dialog it is in */
  isInDialog?: boolean;
}

const NO_ACTIONS: ViewerActions = {};
const NONE_AHEAD: readonly ImageSource[] = [];

/** Layers to choose from: those of the panels shown, each once, and region files. */
function layersOf(panels: readonly ViewerPanel[], files: readonly OverlayLayer[]): OverlayLayer[] {
  const byId = new Map<string, OverlayLayer>();
  for (const panel of panels) for (const layer of panel.layers ?? []) byId.set(layer.id, layer);
  for (const layer of files) byId.set(layer.id, layer);
  return [...byId.values()];
}

/** Overlays on the screen, panel by panel. */
function overlaysIn(room: Element | null | undefined): (SVGSVGElement | null)[] {
  const sections = [...(room?.querySelectorAll("section") ?? [])];
  return sections.map((section) => section.querySelector<SVGSVGElement>("svg[data-overlays]"));
}

/** State and models of a viewer in a room of some size. */
function useScreen(
  props: ImageViewerProps,
  canvas: React.RefObject<HTMLCanvasElement | null>,
  size: { width: number; height: number },
) {
  const { panels, state, actions = NO_ACTIONS, ahead = NONE_AHEAD, onAhead, isInDialog = false } = props;
  const viewer = useViewer(panels, state, actions);
  const { scene, choices, parameters } = viewer;
  const drawn = useStage(canvas, parameters.renderer === "canvas");
  const prepare = async () => {
    const all = panels.flatMap((_, frame) => modelsIn(scene, shownPlaces(scene, size, frame)));
    await drawn.stage?.preload(drawsOf(all, choices, parameters.over));
  };
  const blink = useBlink({ count: panels.length, paceSeconds: choices.paceSeconds, prepare });
  const frame = blink.isPreparing ? null : blink.frame;
  const models = size.width > 0 ? modelsIn(scene, shownPlaces(scene, size, frame)) : [];
  const current = models.find(({ index }) => index === choices.current) ?? models[0] ?? null;
  const { stage } = drawn;
  useEffect(() => stage?.draw(drawsOf(models, choices, parameters.over)));
  useViewerKeys({ viewer, state, blink, actions, model: current, isInDialog });
  usePreloadAhead(drawn, { sources: ahead, onProgress: onAhead }, scene, current);
  return { viewer, drawn, blink, frame, models, current, actions };
}

export function ImageViewer(props: ImageViewerProps) {
  const { panels, state } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref: room, width, height } = useElementSize<HTMLDivElement>();
  const size = useMemo(() => ({ width, height }), [width, height]);
  const { viewer, drawn, blink, frame, models, current, actions } = useScreen(props, canvas, size);
  const files = useRegionLayers();
  const { measured, choices, cursor } = viewer;
  const pointed = models.find(({ index }) => index === cursor?.index) ?? current;
  const place = (cursor && pointed?.index === cursor.index ? cursor.place : pointed?.view) ?? null;
  const pixel = place && { x: Math.round(place.x), y: Math.round(place.y) };
  const image = pointed?.source?.description;
  const isInside = image && pixel && pixel.x >= 0 && pixel.y >= 0 && pixel.x < image.width && pixel.y < image.height;
  const onDrop = (event: React.DragEvent) => {
    const dropped = [...event.dataTransfer.files];
    if (!areRegionFiles(dropped)) return;
    event.preventDefault();
    void files.add(dropped);
  };
  return (
    <div className={styles.viewer}>
      <ViewerToolbar state={state} viewer={viewer} blink={blink} panelCount={panels.length}>
        <LayerMenu state={state} model={current} layers={layersOf(panels, files.layers)} onRegionFiles={files.add} />
        <ViewerExports
          {...{ viewer, models, actions }}
          stage={drawn.stage}
          layers={files.layers}
          overlays={() => overlaysIn(canvas.current?.parentElement)}
        />
      </ViewerToolbar>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: region files may be dropped here; the menu of overlays opens them too */}
      <div ref={room} className={styles.room} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
        <canvas ref={canvas} className={styles.canvas} data-renderer={drawn.stage?.kind} />
        {drawn.failure ? <p role="alert">■ {drawn.failure}</p> : null}
        <PanelGrid
          {...{ viewer, models, drawn, actions }}
          layers={files.layers}
          frame={frame === null ? null : `${frame + 1} of ${panels.length}`}
        />
        {files.failures.length > 0 ? (
          <p role="alert" className={styles.told}>
            ■ {files.failures.join(" · ")}{" "}
            <button type="button" className={styles.link} onClick={files.dismiss}>
              Close
            </button>
          </p>
        ) : null}
      </div>
      {measured && current?.source ? (
        <MeasureAside
          source={current.source}
          {...measured}
          base={choices.base}
          onClose={() => state.set({ box: "", line: "" }, { isStep: true })}
        />
      ) : null}
      <ReadoutLine
        source={pointed?.source ?? null}
        pixel={isInside ? pixel : null}
        base={choices.base}
        mark={cursor ? (cursor.isFrozen ? "frozen" : null) : "middle"}
        peeked={isInside && pointed?.source ? drawn.stage?.peek(pointed.source, pixel.x, pixel.y) : undefined}
        onBase={() => state.set({ base: choices.base === 0 ? "1" : "0" })}
      />
    </div>
  );
}
