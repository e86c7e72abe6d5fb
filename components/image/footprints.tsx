"use client";
// The boxes of rings over an image of their detector, y upwards.
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import styles from "./detector-image.module.css";

export interface FootprintsProps {
  rings: readonly DarkRingRow[];
  /** detector pixels under the image */
  size: { width: number; height: number };
  /** zoom, to keep lines thin */
  scale: number;
  selectedId: string | null;
  onSelect: (id: string) => void;
}

/** A box smaller than this on the detector could not be seen or hit, in parts of the detector's width. */
const SMALLEST_PART = 1 / 90;

export function Footprints({ rings, size, scale, selectedId, onSelect }: FootprintsProps) {
  const smallest = (size.width * SMALLEST_PART) / scale;
  return (
    <svg
      className={styles.footprints}
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${rings.length} footprints`}
    >
      {rings.map((ring) => {
        const width = Math.max(ring.x1 - ring.x0 + 1, smallest);
        const height = Math.max(ring.y1 - ring.y0 + 1, smallest);
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it selects the same by keys
          <rect
            key={ring.id}
            x={(ring.x0 + ring.x1 + 1) / 2 - width / 2}
            y={size.height - (ring.y0 + ring.y1 + 1) / 2 - height / 2}
            width={width}
            height={height}
            data-selected={ring.id === selectedId}
            data-flagged={ring.flags.length > 0}
            onClick={() => onSelect(ring.id)}
          >
            <title>{`footprint ${ring.footprintId}, ${ring.morphology ?? "dark"}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
