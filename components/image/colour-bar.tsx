"use client";
// Colours of a panel with the values they stand for: limits, unit, rule and curve. Drag an end to set limits by hand.
import { useEffect, useRef, useState } from "react";
import { foldCurve, SHADE_STEPS } from "../gallery/paint";
import type { Limits } from "../gallery/stretch";
import { formatSignificant } from "../ui/format";
import { unitSign } from "../ui/unit-sign";
import styles from "./image-viewer.module.css";
import type { PanelModel } from "./panel-models";

export interface ColourBarProps {
  model: PanelModel;
  /** statistic of binned pixels, where it is not the mean */
  statistic: string;
  onLimits: (limits: Limits) => void;
}

/** Colours of a panel from its lower to its upper limit, one row of packed RGBA. */
export function barColors(model: PanelModel): Uint32Array<ArrayBuffer> | null {
  const { look, limits, source } = model;
  if (!limits || !source) return null;
  return foldCurve(look, { sample: source.description.sample, limits }).table;
}

/** "zscale · linear · mean": how values became colours. */
export function lookWords(model: PanelModel, statistic: string): string {
  const { look } = model;
  const isMoved = look.contrast !== 1 || look.bias !== 0.5;
  const rule = look.rule === "percentile" ? `${look.percent} %` : /^\d/.test(look.rule) ? `${look.rule} %` : look.rule;
  return [
    rule,
    look.curve,
    ...(look.isInverted ? ["inverted"] : []),
    ...(isMoved ? [`contrast ${formatSignificant(look.contrast, 2)} bias ${formatSignificant(look.bias, 2)}`] : []),
    ...(statistic === "mean" ? [] : [`${statistic} of bins`]),
  ].join(" · ");
}

/** Enough digits to tell both limits apart. */
export function limitText(value: number, limits: Limits): string {
  const range = limits.high - limits.low;
  const size = Math.max(Math.abs(limits.low), Math.abs(limits.high));
  const digits = Math.min(9, Math.max(3, Math.ceil(Math.log10(size / range)) + 3));
  return formatSignificant(value, digits);
}

export function ColourBar({ model, statistic, onLimits }: ColourBarProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [dragged, setDragged] = useState<Limits | null>(null);
  const grip = useRef<{ end: "low" | "high"; x: number; limits: Limits } | null>(null);
  const { look, limits, source } = model;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const colors =
      look && limits && source ? foldCurve(look, { sample: source.description.sample, limits }).table : null;
    context.canvas.width = SHADE_STEPS;
    context.canvas.height = 1;
    if (!colors) return;
    const data = context.createImageData(SHADE_STEPS, 1);
    new Uint32Array(data.data.buffer).set(colors);
    context.putImageData(data, 0, 0);
  }, [look, limits, source]);
  // a file that tells no unit is not one of pure numbers
  const told = source?.description.unit;
  const unit = told === null ? "unit not told" : unitSign(told);
  const shown = dragged ?? limits;
  const words = lookWords(model, statistic);
  const onPointerMove = (event: React.PointerEvent<HTMLElement>) => {
    const held = grip.current;
    if (!held) return;
    const part = (event.clientX - held.x) / event.currentTarget.clientWidth;
    const moved = held.limits[held.end] + part * (held.limits.high - held.limits.low);
    const next = { ...held.limits, [held.end]: moved };
    if (next.low < next.high) setDragged(next);
  };
  return (
    <div className={styles.bar}>
      <canvas
        ref={canvas}
        className={styles.colours}
        title="drag an end: limits by hand"
        role="img"
        aria-label={
          shown
            ? `Colours from ${limitText(shown.low, shown)} to ${limitText(shown.high, shown)} ${unit}`
            : "No colours"
        }
        onPointerDown={(event) => {
          if (!limits) return;
          const { left, width } = event.currentTarget.getBoundingClientRect();
          event.currentTarget.setPointerCapture(event.pointerId);
          grip.current = { end: event.clientX < left + width / 2 ? "low" : "high", x: event.clientX, limits };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          grip.current = null;
          if (dragged) onLimits(dragged);
          setDragged(null);
        }}
      />
      <p className={styles.limits}>
        <span>{shown ? limitText(shown.low, shown) : "–"}</span>
        <span className={styles.words} title={words}>
          {words}
        </span>
        <span>{shown ? `${limitText(shown.high, shown)} ${unit}` : "–"}</span>
      </p>
    </div>
  );
}
