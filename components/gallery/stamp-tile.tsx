"use client";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
// One stamp of the gallery: rank, score, detector, flag mark, and the letter of its verdict.
import { verdictLetter } from "@/lib/verdicts/ring-vocabulary";
import styles from "./gallery.module.css";
import type { Look } from "./look";
import { formatScore, isImage, type Stamp } from "./stamp";
import { StampCanvas } from "./stamp-canvas";
import type { Limits } from "./stretch";

export interface StampTileProps {
  ring: DarkRingRow;
  stamp: Stamp;
  limits: Limits | null;
  look: Look;
  side: number;
  selection: { currentId: string | null; onCurrent: (id: string) => void };
}

export function StampTile({ ring, stamp, limits, look, side, selection }: StampTileProps) {
  const rank = ring.rank === null ? "" : `#${ring.rank} `;
  const flags = ring.flags.join(", ").replaceAll("_", " ");
  const name = `${rank}${ring.detectorName} footprint ${ring.footprintId}`;
  const facts = [`score ${formatScore(ring.gaussianLikeScore)}`, flags, ring.verdict && `verdict ${ring.verdict}`];
  return (
    <button
      type="button"
      className={styles.tile}
      style={{ width: side }}
      aria-pressed={ring.id === selection.currentId}
      onClick={() => selection.onCurrent(ring.id)}
      title={[name, ...facts].filter(Boolean).join(" · ")}
    >
      <StampCanvas
        image={isImage(stamp) ? stamp : stamp && null}
        reason={stamp && !isImage(stamp) ? stamp.reason : undefined}
        limits={limits}
        look={look}
        side={side}
        label={name}
      />
      {ring.verdict ? <span className={styles.verdict}>{verdictLetter(ring.verdict)}</span> : null}
      <span className={styles.caption}>
        <span>{formatScore(ring.gaussianLikeScore)}</span>
        <span className={styles.dim}>{side >= 96 ? ring.detectorName : ring.detector}</span>
        {ring.flags.length > 0 ? (
          <span className={styles.flag} role="img" aria-label={`flagged: ${flags}`}>
            ▲
          </span>
        ) : null}
      </span>
    </button>
  );
}
