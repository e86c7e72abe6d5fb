"use client";
// The stamps of one place, exposure by exposure, in one stretch.
import Link from "next/link";
import { limitsOf, sharedLimits } from "../gallery/look";
import { useLook } from "../gallery/look-controls";
import { formatScore, isImage, type StampAddress, type StampOf } from "../gallery/stamp";
import { StampCanvas } from "../gallery/stamp-canvas";
import styles from "./triage.module.css";

const SIDE = 80;
const SHOWN = 24;

export interface PlaceStampsProps {
  rings: readonly (StampAddress & { score: number | null })[];
  stampOf: StampOf;
  hrefOf: (ring: { exposureId: string; id: string }) => string;
}

export function PlaceStamps({ rings, stampOf, hrefOf }: PlaceStampsProps) {
  const { look } = useLook();
  const shown = rings.slice(0, SHOWN);
  const shared = sharedLimits(shown.map(stampOf).filter(isImage), look.rule);
  return (
    <section className={styles.place} aria-label="Stamps of the place">
      {shown.map((ring) => {
        const stamp = stampOf(ring);
        return (
          <Link key={ring.id} href={hrefOf(ring)} title={`exposure ${ring.exposureId}`}>
            <StampCanvas
              image={isImage(stamp) ? stamp : stamp && null}
              reason={stamp && !isImage(stamp) ? stamp.reason : undefined}
              limits={isImage(stamp) ? limitsOf(stamp, look, shared) : null}
              look={look}
              side={SIDE}
              label={`exposure ${ring.exposureId}`}
            />
            <span className="mono">…{ring.exposureId.slice(-5)}</span>{" "}
            <span className="mono">{formatScore(ring.score)}</span>
          </Link>
        );
      })}
    </section>
  );
}
