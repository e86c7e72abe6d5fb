"use client";
// One plane of an image, origin lower left: wheel and + − zoom, drag and arrows move, the value under the pointer is read out.
import { useElementSize } from "@mantine/hooks";
import { useMemo, useRef } from "react";
import { type Look, limitsOf } from "../gallery/look";
import type { PixelImage } from "../gallery/paint";
import { StampCanvas } from "../gallery/stamp-canvas";
import { formatSignificant } from "../ui/format";
import { unitSign } from "../ui/unit-sign";
import styles from "./local-fits.module.css";
import { placeOnScreen, type RegionBox } from "./plane-view";
import { usePlaneView } from "./use-plane-view";
import { type PixelPlace, type PixelReading, useReadout } from "./use-readout";
import { useRegion } from "./use-region";

export interface PlaneSample {
  width: number;
  height: number;
  unit: string | null;
  /** finite pixels that stand for all, the smallest and the largest among them */
  sample: Float32Array<ArrayBuffer>;
}

/** Pixels of a box, in its bins. */
export interface Region extends PixelImage {
  box: RegionBox;
}

export interface PlaneCanvasProps {
  plane: PlaneSample;
  look: Look;
  label: string;
  /** another function for another plane */
  onRegion: (box: RegionBox) => Promise<Region>;
  onValue: (place: PixelPlace) => Promise<PixelReading>;
}

export function PlaneCanvas({ plane, look, label, onRegion, onValue }: PlaneCanvasProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const screen = useMemo(() => ({ width, height }), [width, height]);
  const frame = useRef<HTMLElement>(null);
  const { view, box, hovered, onPointerMove, onPointerLeave } = usePlaneView(frame, plane, screen);
  const { region, failure } = useRegion(box, onRegion);
  const limits = useMemo(
    () => limitsOf({ width: plane.sample.length, height: 1, pixels: plane.sample }, look, null),
    [plane.sample, look],
  );
  const place = region ? placeOnScreen(region.box, view, screen) : null;
  const unit = unitSign(plane.unit);
  return (
    <div className={styles.plane}>
      <p className={styles.legend}>
        <Readout hovered={hovered} unit={unit} onValue={onValue} />
        <span>
          {limits
            ? `${formatSignificant(limits.low, 4)} to ${formatSignificant(limits.high, 4)} ${unit} · ${look.rule} · ${look.curve} · `
            : ""}
          {`${plane.width}×${plane.height} px at ${formatSignificant(100 * view.scale, 3)} %`}
        </span>
      </p>
      {/* the keys of the panel move and zoom it (local-fits-panel.tsx) */}
      <section
        ref={frame}
        className={styles.frame}
        aria-label={`${label}: arrows move, + and − zoom`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the image is moved and zoomed by keys
        tabIndex={0}
        onPointerMove={onPointerMove}
        onPointerLeave={onPointerLeave}
      >
        <div ref={ref} className={styles.screen}>
          {limits === null ? <p className={styles.reason}>○ no pixel of this plane is a finite number</p> : null}
          {failure ? <p className={styles.reason}>■ {failure}</p> : null}
          {place && region && limits ? (
            <div className={styles.region} style={{ transform: `translate(${place.left}px, ${place.top}px)` }}>
              <StampCanvas
                image={region}
                limits={limits}
                look={look}
                side={place.width}
                height={place.height}
                label={label}
              />
            </div>
          ) : null}
        </div>
      </section>
    </div>
  );
}

interface ReadoutProps {
  hovered: PixelPlace | null;
  unit: string;
  onValue: PlaneCanvasProps["onValue"];
}

/** "x 12 y 40 = 1034.2 e⁻", of the pixel under the pointer or else in the middle. */
function Readout({ hovered, unit, onValue }: ReadoutProps) {
  const reading = useReadout(hovered, onValue);
  if (!hovered) return <output className={styles.readout} aria-label="Pixel" />;
  return (
    <output className={styles.readout} aria-label="Pixel" aria-live="off">
      {`x ${hovered.x}  y ${hovered.y}  `}
      <b>{reading ? `${reading.text} ${unit}` : "◌"}</b>
      {reading?.sky ? `  ${reading.sky}` : ""}
    </output>
  );
}
