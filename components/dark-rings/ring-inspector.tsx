"use client";
// One ring close up: stamp ×8, radial profile, numbers, flags, where it came back.
import { type ReactNode, useMemo } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, useScheme } from "../charts/plot";
import { type Look, limitsOf } from "../gallery/look";
import { cropCentre, type PixelImage } from "../gallery/paint";
import { radialProfile } from "../gallery/radial-profile";
import { isImage, type Stamp } from "../gallery/stamp";
import { StampCanvas } from "../gallery/stamp-canvas";
import { formatNumber } from "../ui/format";
import { unitSign } from "../ui/unit-sign";
import styles from "./dark-rings.module.css";
import { RingFacts } from "./ring-facts";
import { profileChart } from "./ring-plots";

export interface RingInspectorProps {
  ring: DarkRingRow | null;
  stamp: Stamp;
  look: Look;
  unit: string | null;
  /** recurrences and whatever the page adds */
  children?: ReactNode;
}

const ZOOM = 8;
const CROP_PIXELS = 34;
const PROFILE_HEIGHT = 140;

/** Profile of the pixels about the ring's centre; the stamp's corner is where its pack put it. */
function stampProfile(ring: DarkRingRow, image: PixelImage) {
  const half = Math.floor(image.width / 2);
  const corner = (centre: number) => Math.round(centre) - half;
  const centre = { x: ring.centerX - corner(ring.centerX), y: ring.centerY - corner(ring.centerY) };
  return radialProfile(image, centre, CROP_PIXELS / 2);
}

export function RingInspector({ ring, stamp, look, unit, children }: RingInspectorProps) {
  const colors = PLOT_COLORS[useScheme()];
  const image = isImage(stamp) ? stamp : null;
  const cropped = useMemo(() => image && cropCentre(image, CROP_PIXELS), [image]);
  const chart = useMemo(() => {
    if (!ring) return null;
    const profile = image ? stampProfile(ring, image) : [];
    return profileChart(profile, { unit, ringRadiusPixels: ring.ringRadiusPixels, colors });
  }, [ring, image, unit, colors]);
  if (!ring || !chart) {
    return (
      <aside className={styles.inspector} aria-label="Inspector">
        <p className={styles.dim}>Select a ring: a click in the gallery, the plot or the table, or j and k.</p>
      </aside>
    );
  }
  const limits = cropped && limitsOf(cropped, look, null);
  return (
    <aside className={styles.inspector} aria-label="Inspector">
      <StampCanvas
        image={cropped ?? (stamp && null)}
        reason={stamp && !isImage(stamp) ? stamp.reason : undefined}
        limits={limits}
        look={look}
        side={CROP_PIXELS * ZOOM}
        label={`${ring.detectorName} footprint ${ring.footprintId}, ${ZOOM} times`}
      />
      <p className={styles.caption}>
        {limits ? `${formatNumber(limits.low, 1)} to ${formatNumber(limits.high, 1)} ${unitSign(unit)} · ` : ""}
        {look.curve} · {CROP_PIXELS} px
      </p>
      {image ? (
        <Plot
          traces={chart.traces}
          layout={chart.layout}
          height={PROFILE_HEIGHT}
          label="radial profile"
          isInteractive={false}
        />
      ) : (
        <div style={{ height: PROFILE_HEIGHT }} />
      )}
      <RingFacts ring={ring} />
      {children}
    </aside>
  );
}
