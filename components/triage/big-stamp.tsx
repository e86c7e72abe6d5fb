"use client";
// The ring that is judged: its stamp as large as the page allows, the 256 px about it, its radial profile.
import { useElementSize } from "@mantine/hooks";
import { type ReactNode, useMemo } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, useScheme } from "../charts/plot";
import { profileChart } from "../dark-rings/ring-plots";
import { type Look, limitsOf } from "../gallery/look";
import { cropCentre, type PixelImage } from "../gallery/paint";
import { radialProfile } from "../gallery/radial-profile";
import { isImage, type Stamp, type StampOf } from "../gallery/stamp";
import { StampCanvas } from "../gallery/stamp-canvas";
import { formatNumber } from "../ui/format";
import styles from "./triage.module.css";

/** Pixels about a ring, a square of the size, cut from the mounted file. */
export type PixelsOf = (ring: DarkRingRow, size: number) => Stamp;

export interface BigStampProps {
  ring: DarkRingRow;
  /** side of the stamp, detector pixels */
  size: number;
  /** its verdict */
  label: string | null;
  look: Look;
  stampOf: StampOf;
  sectionOf: PixelsOf;
  children: ReactNode;
}

/** What surrounds the stamp is always shown this far. */
export const SURROUNDINGS = 256;
const STAMP_SIZE = 64;
const LEAST_SIDE_WIDTH = 220;
const FACTS_WIDTH = 300;
const GAP = 12;
const PROFILE_HEIGHT = 170;
const PROFILE_RADIUS = 20;

/** The pack's stamp where it is large enough, the mounted file's pixels otherwise. */
function pixelsOf(ring: DarkRingRow, size: number, stampOf: StampOf, sectionOf: PixelsOf): Stamp {
  if (size > STAMP_SIZE || ring.stampIndex === null) return sectionOf(ring, size);
  const stamp = stampOf(ring);
  return isImage(stamp) ? cropCentre(stamp, size) : stamp;
}

function profileOf(ring: DarkRingRow, image: PixelImage) {
  const inStamp = (centre: number) => centre - (Math.round(centre) - Math.floor(image.width / 2));
  return radialProfile(image, { x: inStamp(ring.centerX), y: inStamp(ring.centerY) }, PROFILE_RADIUS);
}

export function BigStamp({ ring, size, label, look, stampOf, sectionOf, children }: BigStampProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const colors = PLOT_COLORS[useScheme()];
  const side = Math.floor(Math.min(height, width - LEAST_SIDE_WIDTH - FACTS_WIDTH - 2 * GAP));
  const wideSide = Math.floor(Math.min(width - side - FACTS_WIDTH - 2 * GAP, height - PROFILE_HEIGHT - GAP));
  const stamp = pixelsOf(ring, size, stampOf, sectionOf);
  const near = pixelsOf(ring, STAMP_SIZE, stampOf, sectionOf);
  const surroundings = sectionOf(ring, SURROUNDINGS);
  const own = { ...look, isShared: false };
  const limits = isImage(stamp) ? limitsOf(stamp, own, null) : null;
  const wide = isImage(surroundings) ? limitsOf(surroundings, own, null) : null;
  const chart = useMemo(() => {
    const profile = isImage(near) ? profileOf(ring, near) : [];
    return profileChart(profile, { unit: ring.pixelUnit ?? null, ringRadiusPixels: ring.ringRadiusPixels, colors });
  }, [near, ring, colors]);
  const reason = (of: Stamp) => (of && !isImage(of) ? of.reason : undefined);
  const image = (of: Stamp) => (isImage(of) ? of : of && null);
  return (
    <div ref={ref} className={styles.main} style={{ gridTemplateColumns: `${side}px minmax(0, 1fr) ${FACTS_WIDTH}px` }}>
      <div className={styles.big}>
        {side > 0 ? (
          <StampCanvas
            image={image(stamp)}
            reason={reason(stamp)}
            limits={limits}
            look={look}
            side={side}
            label={`stamp, ${size} px`}
          />
        ) : null}
        {label ? <span className={styles.label}>{label}</span> : null}
        <span className={styles.scale}>
          {size} px{limits ? ` · ${formatNumber(limits.low, 1)} to ${formatNumber(limits.high, 1)}` : ""}
        </span>
      </div>
      <div className={styles.side}>
        <StampCanvas
          image={image(surroundings)}
          reason={reason(surroundings)}
          limits={wide}
          look={look}
          side={wideSide}
          label="surroundings, 256 px"
        />
        <Plot
          traces={chart.traces}
          layout={chart.layout}
          height={PROFILE_HEIGHT}
          label="radial profile"
          isInteractive={false}
        />
      </div>
      <div className={styles.facts}>{children}</div>
    </div>
  );
}
