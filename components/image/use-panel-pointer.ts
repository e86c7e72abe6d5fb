"use client";
// Wheel, drags and clicks on the picture of one panel.
import { useEffect, useRef } from "react";
import { type Point, panBy, type Size, toImage, type View, zoomAt } from "./view";
import type { Quad } from "./viewer-parameters";

export type Tool = "pan" | "line" | "box";

export interface PanelGestures {
  onView: (index: number, view: View) => void;
  /** null: the pointer has left */
  onCursor: (index: number, place: Point | null) => void;
  onQuad: (index: number, tool: "line" | "box", quad: Quad, isDone: boolean) => void;
  /** right drag, parts of the panel: right and up */
  onContrast: (right: number, up: number, isDone: boolean) => void;
  onReset: (index: number) => void;
  onPick: (index: number, place: Point) => void;
}

export interface PointedPanel {
  index: number;
  view: View;
  size: Size;
  image: Size;
}

const WHEEL_STEP = 1.0015;
/** A press that moves less is a click, CSS pixels. */
const CLICK_REACH = 3;

interface Press {
  kind: "pan" | "line" | "box" | "contrast";
  /** where it began and where it was last, on the screen and in the image */
  start: Point;
  last: Point;
  from: Point;
  hasMoved: boolean;
}

function kindOf(event: React.PointerEvent, tool: Tool): Press["kind"] | null {
  if (event.button === 2) return "contrast";
  if (event.button !== 0) return null;
  if (event.shiftKey) return "box";
  return event.altKey ? "line" : tool;
}

interface Latest {
  panel: PointedPanel | null;
  gestures: PanelGestures;
}

/** Corners of a box on whole pixels, ends of a line to a tenth of one. */
function quadOf(held: Press, now: PointedPanel): Quad {
  const to = toImage(now.view, now.size, held.last);
  const end = held.kind === "box" ? Math.round : (value: number) => Math.round(value * 10) / 10;
  return [end(held.from.x), end(held.from.y), end(to.x), end(to.y)];
}

/** React's wheel listener is passive: the page would scroll. */
function useWheelZoom(element: React.RefObject<HTMLDivElement | null>, latest: React.RefObject<Latest>) {
  useEffect(() => {
    const node = element.current;
    if (!node) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { panel: now, gestures: to } = latest.current;
      if (!now) return;
      const box = node.getBoundingClientRect();
      const point = { x: event.clientX - box.left, y: event.clientY - box.top };
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const frame = { panel: now.size, image: now.image };
      const view = zoomAt(now.view, WHEEL_STEP ** (-event.deltaY * lines), point, frame);
      // events come faster than React draws: the next one starts from here
      latest.current = { panel: { ...now, view }, gestures: to };
      to.onView(now.index, view);
      to.onCursor(now.index, toImage(view, now.size, point));
    };
    node.addEventListener("wheel", onWheel, { passive: false });
    return () => node.removeEventListener("wheel", onWheel);
  }, [element, latest]);
}

/** One move of a drag: the image, its contrast, or the box or line that grows. */
function drag(held: Press, point: Point, now: PointedPanel, latest: React.RefObject<Latest>) {
  const { gestures } = latest.current;
  const by = { x: point.x - held.last.x, y: point.y - held.last.y };
  held.last = point;
  if (held.kind === "pan") {
    const view = panBy(now.view, by, now.image);
    latest.current = { panel: { ...now, view }, gestures };
    gestures.onView(now.index, view);
  } else if (held.kind === "contrast") {
    gestures.onContrast(by.x / now.size.width, -by.y / now.size.height, false);
  } else {
    gestures.onQuad(now.index, held.kind, quadOf(held, now), false);
    gestures.onCursor(now.index, toImage(now.view, now.size, point));
  }
}

/** Handlers for the element over a panel's picture; its box must be the picture. */
export function usePanelPointer(panel: PointedPanel | null, tool: Tool, gestures: PanelGestures) {
  const element = useRef<HTMLDivElement>(null);
  const press = useRef<Press | null>(null);
  const latest = useRef<Latest>({ panel, gestures });
  useEffect(() => {
    latest.current = { panel, gestures };
  });
  const pointOf = (event: { clientX: number; clientY: number }): Point => {
    const box = element.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  useWheelZoom(element, latest);
  return {
    ref: element,
    onContextMenu: (event: React.MouseEvent) => event.preventDefault(),
    onDoubleClick: () => panel && gestures.onReset(panel.index),
    onPointerDown: (event: React.PointerEvent) => {
      const kind = kindOf(event, tool);
      if (!panel || !kind) return;
      const point = pointOf(event);
      element.current?.setPointerCapture(event.pointerId);
      press.current = {
        kind,
        start: point,
        last: point,
        from: toImage(panel.view, panel.size, point),
        hasMoved: false,
      };
    },
    onPointerMove: (event: React.PointerEvent) => {
      const { panel: now } = latest.current;
      if (!now) return;
      const point = pointOf(event);
      const held = press.current;
      if (!held) {
        gestures.onCursor(now.index, toImage(now.view, now.size, point));
        return;
      }
      held.hasMoved ||= Math.hypot(point.x - held.start.x, point.y - held.start.y) >= CLICK_REACH;
      if (held.hasMoved) drag(held, point, now, latest);
    },
    onPointerUp: () => {
      const held = press.current;
      const { panel: now } = latest.current;
      press.current = null;
      if (!held || !now) return;
      if (!held.hasMoved) {
        if (held.kind !== "contrast") gestures.onPick(now.index, held.from);
      } else if (held.kind === "contrast") gestures.onContrast(0, 0, true);
      else if (held.kind !== "pan") gestures.onQuad(now.index, held.kind, quadOf(held, now), true);
    },
    onPointerCancel: () => {
      press.current = null;
    },
    onPointerLeave: () => panel && !press.current && gestures.onCursor(panel.index, null),
  };
}
