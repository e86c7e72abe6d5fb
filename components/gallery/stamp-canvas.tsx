"use client";
// One image of float pixels on a canvas, painted in the browser: a new stretch needs no server.
import { useEffect, useRef } from "react";
import styles from "./gallery.module.css";
import type { Look } from "./look";
import { foldCurve, type PixelImage, paintPixels } from "./paint";
import type { Limits } from "./stretch";

export interface StampCanvasProps {
  /** undefined: on its way; null: there is none */
  image: PixelImage | null | undefined;
  limits: Limits | null;
  look: Look;
  /** width on the screen, CSS pixels; the height too unless given */
  side: number;
  height?: number;
  label: string;
  /** why there is no image */
  reason?: string;
}

export function StampCanvas({ image, limits, look, side, height = side, label, reason }: StampCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { curve, map, isInverted } = look;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || !image || !limits) return;
    context.canvas.width = image.width;
    context.canvas.height = image.height;
    const data = context.createImageData(image.width, image.height);
    const shades = foldCurve({ curve, map, isInverted }, { sample: image.pixels, limits });
    paintPixels(image, limits, shades, new Uint32Array(data.data.buffer));
    context.putImageData(data, 0, 0);
  }, [image, limits, curve, map, isInverted]);
  if (image === null || (image && !limits)) {
    const why = image ? "all its pixels are NaN" : (reason ?? "no stamp was kept");
    return (
      <span
        className={styles.noStamp}
        style={{ width: side, height }}
        role="img"
        aria-label={`${label}: ${why}`}
        title={why}
      >
        ○
      </span>
    );
  }
  return (
    <canvas
      ref={canvas}
      className={styles.stamp}
      style={{ width: side, height }}
      data-painted={image !== undefined}
      role="img"
      aria-label={label}
    />
  );
}
