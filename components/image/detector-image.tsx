"use client";
// A binned detector on a canvas, origin lower left, with the footprints of its rings: wheel zooms, drag pans, double click
// shows the whole again.
import { useElementSize } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { type Look, limitsOf } from "../gallery/look";
import type { PixelImage } from "../gallery/paint";
import { StampCanvas } from "../gallery/stamp-canvas";
import { formatSignificant } from "../ui/format";
import { unitSign } from "../ui/unit-sign";
import styles from "./detector-image.module.css";
import { Footprints } from "./footprints";
import { panBy, type ViewBox, WHOLE, zoomAt } from "./view-box";

export interface DetectorImageProps {
  /** undefined: on its way; a reason when it cannot be had */
  image: (PixelImage & { bin: number; unit: string | null }) | { reason: string } | undefined;
  rings: readonly DarkRingRow[];
  selectedId: string | null;
  onSelect: (id: string) => void;
  look: Look;
  label: string;
}

const WHEEL_STEP = 1.0015;

/** Zoom and pan by wheel and drag on an element; React's wheel listener is passive, so this one is its own. */
function useView(side: { width: number; height: number }) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<ViewBox>(WHOLE);
  const { width, height } = side;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const cursor = { x: event.clientX - left, y: event.clientY - top };
      setView((before) => zoomAt(before, WHEEL_STEP ** -event.deltaY, cursor, { width, height }));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [width, height]);
  const onPointerMove = (event: React.PointerEvent) => {
    if (event.buttons !== 1) return;
    setView((before) => panBy(before, { x: event.movementX, y: event.movementY }, { width, height }));
  };
  return { box, view, onPointerMove, reset: () => setView(WHOLE) };
}

export function DetectorImage({ image, rings, selectedId, onSelect, look, label }: DetectorImageProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const shown = image && "pixels" in image ? image : null;
  const limits = useMemo(() => shown && limitsOf(shown, look, null), [shown, look]);
  const aspect = shown ? shown.width / shown.height : 1;
  const side = { width: Math.min(width, height * aspect), height: Math.min(width, height * aspect) / aspect };
  const { box, view, onPointerMove, reset } = useView(side);
  const reason = image && "reason" in image ? image.reason : undefined;
  return (
    <div className={styles.frame}>
      <p className={styles.legend}>
        {limits && shown
          ? `${formatSignificant(limits.low, 4)} to ${formatSignificant(limits.high, 4)} ${unitSign(shown.unit)} · ${look.rule} · ${look.curve} · bins of ${shown.bin}×${shown.bin} px · wheel zooms, drag pans, double click shows all`
          : "◌"}
      </p>
      <div ref={ref} className={styles.room}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: zoom and pan only move the view; rings are buttons and rows */}
        <div ref={box} className={styles.box} style={side} onPointerMove={onPointerMove} onDoubleClick={reset}>
          {reason ? (
            <p className={styles.reason}>■ {reason}</p>
          ) : (
            <div
              className={styles.moved}
              style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
            >
              <StampCanvas
                image={shown ?? undefined}
                limits={limits}
                look={look}
                side={side.width}
                height={side.height}
                label={label}
              />
              {shown ? (
                <Footprints
                  rings={rings}
                  size={{ width: shown.width * shown.bin, height: shown.height * shown.bin }}
                  scale={view.scale}
                  selectedId={selectedId}
                  onSelect={onSelect}
                />
              ) : null}
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
