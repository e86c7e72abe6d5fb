"use client";
// What was judged just now and what comes next; the current one keeps its place in the strip.
import { useElementSize } from "@mantine/hooks";
import { useMemo } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { type Look, limitsOf, sharedLimits } from "../gallery/look";
import { isImage, type StampOf } from "../gallery/stamp";
import { StampTile } from "../gallery/stamp-tile";
import styles from "./triage.module.css";

export interface FilmstripProps {
  rings: readonly DarkRingRow[];
  index: number;
  onGo: (index: number) => void;
  labelOf: (ring: DarkRingRow) => string | null;
  stampOf: StampOf;
  look: Look;
}

const SIDE = 76;
const GAP = 4;
/** stamps to the left of the current one */
const BEHIND = 3;

export function Filmstrip({ rings, index, onGo, labelOf, stampOf, look }: FilmstripProps) {
  const { ref, width } = useElementSize<HTMLElement>();
  const count = Math.max(1, Math.floor((width + GAP) / (SIDE + GAP)));
  const first = Math.max(0, Math.min(index - BEHIND, rings.length - count));
  const shown = rings.slice(first, first + count);
  const images = shown.map(stampOf).filter(isImage);
  const key = `${shown[0]?.id} ${images.length}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the images
  const shared = useMemo(() => sharedLimits(images, look.rule), [key, look.rule]);
  const selection = {
    currentId: rings[index]?.id ?? null,
    onCurrent: (id: string) => onGo(rings.findIndex((ring) => ring.id === id)),
  };
  return (
    <section ref={ref} className={styles.strip} aria-label="Filmstrip">
      {shown.map((ring) => {
        const stamp = stampOf(ring);
        return (
          <StampTile
            key={ring.id}
            ring={{ ...ring, verdict: labelOf(ring) }}
            stamp={stamp}
            limits={isImage(stamp) ? limitsOf(stamp, look, shared) : null}
            look={look}
            side={SIDE}
            selection={selection}
          />
        );
      })}
    </section>
  );
}
