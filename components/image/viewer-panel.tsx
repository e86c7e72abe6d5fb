"use client";
// One panel: head, the picture's place on the canvas with what lies over it, colour bar.
import type { ReactNode } from "react";
import type { Limits } from "../gallery/stretch";
import { formatSignificant } from "../ui/format";
import { ColourBar } from "./colour-bar";
import type { StageProgress } from "./image-stage";
import styles from "./image-viewer.module.css";
import type { PanelModel } from "./panel-models";
import { type PanelGestures, type Tool, usePanelPointer } from "./use-panel-pointer";
import { zoomOf } from "./view";

export interface PanelStatus {
  isCurrent: boolean;
  /** "2 of 5" while blinking */
  frame: string | null;
  progress: StageProgress | null;
  /** at the linked cursor */
  value: string | null;
  statistic: string;
}

export interface ViewerPanelProps {
  model: PanelModel;
  status: PanelStatus;
  tool: Tool;
  gestures: PanelGestures;
  actions: { onCurrent: () => void; onLimits: (limits: Limits) => void; onRetry: () => void };
  /** overlays */
  children: ReactNode;
}

/** Why there is no picture, in words; null when there is one. */
function troubleOf(model: PanelModel): { mark: string; text: string } | null {
  const { source } = model.panel;
  const isNone = model.source !== null || (source !== undefined && "isNone" in source && source.isNone === true);
  if (model.reason !== null) return { mark: isNone ? "○" : "■", text: model.reason };
  return model.panel.source === undefined ? { mark: "◌", text: "on its way" } : null;
}

function Head({ model, status, onCurrent }: { model: PanelModel; status: PanelStatus; onCurrent: () => void }) {
  const { source, view, panel } = model;
  const name = source?.description.name ?? panel.label;
  const notes = [
    ...(source?.description.notes ?? []),
    ...(source?.description.wcsProblem ? [source.description.wcsProblem] : []),
  ];
  const open = status.progress ? status.progress.wanted - status.progress.here - status.progress.failed : 0;
  return (
    <button type="button" className={styles.head} aria-pressed={status.isCurrent} onClick={onCurrent} title={name}>
      {status.frame ? <b>{status.frame}</b> : null}
      <span className={styles.name}>{name}</span>
      {notes.length > 0 ? (
        <span className={styles.note} title={notes.join("\n")}>
          ▲ {notes.length}
        </span>
      ) : null}
      {model.note ? <span className={styles.note}>{model.note}</span> : null}
      <span className={styles.fill} />
      {open > 0 ? <span className={styles.note}>{`◌ ${open}`}</span> : null}
      {status.value === null ? null : <b>{status.value}</b>}{" "}
      {view ? <span className={styles.note}>{`${formatSignificant(zoomOf(view) * 100, 3)} %`}</span> : null}
    </button>
  );
}

export function ViewerPanel({ model, status, tool, gestures, actions, children }: ViewerPanelProps) {
  const { place, source, view, index } = model;
  const trouble = troubleOf(model);
  const pointed = source && view && !trouble ? { index, view, size: place.picture, image: source.description } : null;
  const handlers = usePanelPointer(pointed, tool, gestures);
  const failure = source?.trouble ?? status.progress?.failures[0];
  const { outer, picture } = place;
  const label = source?.description.name ?? model.panel.label;
  return (
    <section
      className={styles.panel}
      style={{ left: outer.left, top: outer.top, width: outer.width, height: outer.height }}
      data-current={status.isCurrent}
      aria-label={label}
    >
      <Head model={model} status={status} onCurrent={actions.onCurrent} />
      <div
        {...handlers}
        className={styles.picture}
        style={{ height: picture.height }}
        data-tool={tool}
        data-trouble={trouble !== null}
        role="img"
        aria-label={`Pixels of ${label}`}
      >
        {children}
        {trouble ? (
          <p className={styles.reason} role={trouble.mark === "■" ? "alert" : "status"}>
            {trouble.mark} {trouble.text}
          </p>
        ) : null}
      </div>
      {failure && !trouble ? (
        <p className={styles.failure} role="alert">
          ■ {failure}{" "}
          <button type="button" onClick={actions.onRetry}>
            Again
          </button>
        </p>
      ) : null}
      <ColourBar model={model} statistic={status.statistic} onLimits={actions.onLimits} />
    </section>
  );
}
