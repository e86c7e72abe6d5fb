"use client";
// Zoom and pan of a plane by wheel, drag and keys, and the pixel under the pointer.
import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import { useKeys } from "../ui/keys";
import { fitView, type PlaneView, panPlane, pixelAt, regionOf, type Size, zoomPlane } from "./plane-view";
import type { PixelPlace } from "./use-readout";

const WHEEL_STEP = 1.0015;
const KEY_ZOOM = 1.5;
/** Part of the screen by which an arrow moves the image. */
const KEY_PAN = 0.125;

export function usePlaneView(frame: RefObject<HTMLElement | null>, plane: Size, screen: Size) {
  // null: the whole plane, whatever the size of the screen
  const [chosen, setChosen] = useState<PlaneView | null>(null);
  const [pointed, setPointed] = useState<PixelPlace | null>(null);
  const { width, height } = plane;
  const whole = useMemo(() => fitView({ width, height }, screen), [width, height, screen]);
  const view = chosen ?? whole;
  const size = useMemo(() => ({ width, height }), [width, height]);
  const middle = { x: screen.width / 2, y: screen.height / 2 };
  const change = useCallback(
    (next: (from: PlaneView) => PlaneView) => {
      // before the screen is measured there is no view to start from
      if (whole.scale > 0) setChosen((before) => next(before ?? whole));
    },
    [whole],
  );
  const zoom = (factor: number) => change((from) => zoomPlane(from, factor, middle, size, screen));
  const pan = (x: number, y: number) => change((from) => panPlane(from, { x, y }, size, screen));
  useViewKeys({ zoom, pan, screen, onWhole: () => setChosen(null), onPixels: () => zoom(1 / view.scale) });

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    // React's wheel listener is passive, so this one is its own
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const cursor = { x: event.clientX - left, y: event.clientY - top };
      change((from) => zoomPlane(from, WHEEL_STEP ** -event.deltaY, cursor, size, screen));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [frame, change, size, screen]);

  const onPointerMove = (event: React.PointerEvent) => {
    if (event.buttons === 1) pan(event.movementX, event.movementY);
    const { left, top } = event.currentTarget.getBoundingClientRect();
    setPointed(pixelAt(view, { x: event.clientX - left, y: event.clientY - top }, size, screen));
  };
  return {
    view,
    box: regionOf(view, size, screen),
    hovered: pointed ?? pixelAt(view, middle, size, screen),
    onPointerMove,
    onPointerLeave: () => setPointed(null),
  };
}

interface ViewKeys {
  zoom: (factor: number) => void;
  pan: (x: number, y: number) => void;
  screen: Size;
  onWhole: () => void;
  onPixels: () => void;
}

function useViewKeys({ zoom, pan, screen, onWhole, onPixels }: ViewKeys) {
  const across = KEY_PAN * screen.width;
  const up = KEY_PAN * screen.height;
  useKeys(
    "Image",
    [
      { keys: ["+", "="], label: "Closer", run: () => zoom(KEY_ZOOM) },
      { keys: ["-"], label: "Farther", run: () => zoom(1 / KEY_ZOOM) },
      { keys: ["0"], label: "Whole image", run: onWhole },
      { keys: ["1"], label: "One pixel a pixel", run: onPixels },
      { keys: ["ArrowLeft"], label: "Left", run: () => pan(across, 0) },
      { keys: ["ArrowRight"], label: "Right", run: () => pan(-across, 0) },
      { keys: ["ArrowUp"], label: "Up", run: () => pan(0, up) },
      { keys: ["ArrowDown"], label: "Down", run: () => pan(0, -up) },
    ],
    { isOfDialog: true },
  );
}
