"use client";
// Ranked stamps in rows, only those in sight in the document: ten thousand scroll like a hundred.
import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import styles from "./gallery.module.css";
import { type Look, limitsOf, sharedLimits } from "./look";
import { isImage, type StampOf } from "./stamp";
import { StampTile } from "./stamp-tile";

export interface StampGalleryProps {
  rings: readonly DarkRingRow[];
  stampOf: StampOf;
  /** stamps that are or will soon be in sight */
  onNeed: (rings: readonly DarkRingRow[]) => void;
  look: Look;
  /** side of a stamp on the screen, CSS pixels */
  side: number;
  selection: { currentId: string | null; onCurrent: (id: string) => void };
}

const CAPTION_HEIGHT = 18;
const GAP = 4;

export function StampGallery({ rings, stampOf, onNeed, look, side, selection }: StampGalleryProps) {
  const scroller = useRef<HTMLElement>(null);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const columns = Math.max(1, Math.floor((width + GAP) / (side + GAP)));
  const rowHeight = side + CAPTION_HEIGHT + GAP;
  const virtual = useVirtualizer({
    count: Math.ceil(rings.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 3,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height of rows moves them all
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const rows = virtual.getVirtualItems();
  const inSight = rings.slice((rows[0]?.index ?? 0) * columns, ((rows.at(-1)?.index ?? -1) + 1) * columns);
  const key = `${inSight[0]?.id} ${inSight.at(-1)?.id} ${inSight.length}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the rings in sight
  useEffect(() => onNeed(inSight), [key, onNeed]);

  const current = rings.findIndex((ring) => ring.id === selection.currentId);
  useEffect(() => {
    if (current >= 0 && columns > 1) virtual.scrollToIndex(Math.floor(current / columns), { align: "auto" });
  }, [virtual, current, columns]);

  const images = inSight.map(stampOf).filter(isImage);
  // the limits follow what is in sight; equal sets of stamps keep theirs
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key and the count name the images
  const shared = useMemo(() => sharedLimits(images, look.rule), [key, images.length, look.rule]);
  return (
    <section ref={scroller} className={styles.scroller} aria-label="Stamps, best first">
      <div ref={ref} style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {rows.map((row) => (
          <div key={row.key} className={styles.row} style={{ transform: `translateY(${row.start}px)`, gap: GAP }}>
            {rings.slice(row.index * columns, (row.index + 1) * columns).map((ring) => {
              const stamp = stampOf(ring);
              return (
                <StampTile
                  key={ring.id}
                  ring={ring}
                  stamp={stamp}
                  limits={isImage(stamp) ? limitsOf(stamp, look, shared) : null}
                  look={look}
                  side={side}
                  selection={selection}
                />
              );
            })}
          </div>
        ))}
      </div>
    </section>
  );
}
