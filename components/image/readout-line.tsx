"use client";
// The line under the pictures: what is under the cursor.
import { shortestFloat32 } from "@/lib/readers/catalogs/float32-text";
import { unitSign } from "../ui/unit-sign";
import type { ImageSource, PixelReading } from "./image-source";
import styles from "./image-viewer.module.css";
import { factsAt, maskNames, type PlaceFacts } from "./readout";
import { usePixelReading } from "./use-pixel-reading";

export interface ReadoutLineProps {
  source: ImageSource | null;
  /** the pixel under the cursor; null: beside the image */
  pixel: { x: number; y: number } | null;
  base: 0 | 1;
  /** middle: of the picture, for there is no cursor */
  mark: "frozen" | "middle" | null;
  /** of a tile that is here: shown until the exact reading comes */
  peeked: number | undefined;
  onBase: () => void;
}

function valueText(reading: PixelReading | { reason: string } | null, peeked: number | undefined): string {
  if (reading && "text" in reading) return reading.text;
  if (peeked !== undefined) return Number.isNaN(peeked) ? "NaN" : shortestFloat32(peeked);
  return reading ? `■ ${reading.reason}` : "◌";
}

function skyTexts(facts: PlaceFacts): (string | null)[] {
  return [facts.sexagesimal, facts.degrees];
}

export function ReadoutLine({ source, pixel, base, mark, peeked, onBase }: ReadoutLineProps) {
  const reading = usePixelReading(mark === "middle" && peeked !== undefined ? null : source, pixel);
  const description = source?.description;
  const facts = description && pixel ? factsAt(description, pixel.x, pixel.y, base) : null;
  const mask = reading && "mask" in reading && reading.mask ? reading.mask : 0;
  return (
    <div className={styles.readout}>
      <button type="button" onClick={onBase} title="count pixels from 0 or from 1">
        {base}-based
      </button>
      <output aria-label="Pixel" aria-live="off">
        {pixel && description && facts ? (
          <>
            <span>{`x ${pixel.x + base}  y ${pixel.y + base}`}</span>{" "}
            <b>{`${valueText(reading, peeked)} ${unitSign(description.unit)}`}</b>
            {mask !== 0 ? <span className={styles.masked}>{maskNames(description, mask).join(" ")}</span> : null}
            {[facts.detector, facts.amplifier && `amplifier ${facts.amplifier}`, ...skyTexts(facts), facts.focalPlane]
              .filter((text) => text !== null)
              .map((text) => (
                <span key={text}>{` ${text}`}</span>
              ))}
          </>
        ) : (
          <span className={styles.dim}>
            {description
              ? `${description.width}×${description.height} px · wheel zooms, drag pans, right drag: contrast`
              : ""}
          </span>
        )}
      </output>
      {mark === "middle" && pixel ? <span className={styles.dim}>middle</span> : null}
      {mark === "frozen" ? <span className={styles.masked}>frozen (f)</span> : null}
    </div>
  );
}
