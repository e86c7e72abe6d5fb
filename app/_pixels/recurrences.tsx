"use client";
// Where a ring came back: the same place of the detector in other exposures.
import Link from "next/link";
import { useEffect, useState } from "react";
import { z } from "zod";
import styles from "@/components/dark-rings/dark-rings.module.css";
import { formatScore } from "@/components/gallery/stamp";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";

const RADIUS_PIXELS = 2;
const SHOWN = 6;

const schema = z.object({
  recurrences: z.array(
    z.object({
      id: z.string(),
      exposureId: z.string(),
      gaussianLikeScore: z.number().nullable(),
      separationPixels: z.number(),
    }),
  ),
});
type Recurrence = z.infer<typeof schema>["recurrences"][number];

async function loadRecurrences(ring: DarkRingRow, signal: AbortSignal): Promise<Recurrence[]> {
  const query = new URLSearchParams({
    instrument: ring.instrument,
    exposure: ring.exposureId,
    detector: String(ring.detector),
    x: String(ring.centerX),
    y: String(ring.centerY),
    radius: String(RADIUS_PIXELS),
  });
  const response = await fetch(`/api/v1/recurrences?${query}`, { signal });
  return schema.parse(await response.json()).recurrences;
}

export function Recurrences({ ring }: { ring: DarkRingRow }) {
  const [found, setFound] = useState<{ ringId: string; rows: Recurrence[] | null } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id names the ring; a verdict does not move it
  useEffect(() => {
    const stop = new AbortController();
    loadRecurrences(ring, stop.signal)
      .catch(() => null)
      .then((rows) => {
        if (!stop.signal.aborted) setFound({ ringId: ring.id, rows });
      });
    return () => stop.abort();
  }, [ring.id]);
  if (found?.ringId !== ring.id) return <p className={styles.dim}>◌ recurrences</p>;
  if (!found.rows) return <p className={styles.dim}>■ recurrences cannot be had now</p>;
  if (found.rows.length === 0)
    return <p className={styles.dim}>not seen in another exposure within {RADIUS_PIXELS} px</p>;
  return (
    <section aria-label="Recurrences">
      <p className={styles.title}>
        seen in {new Set(found.rows.map((row) => row.exposureId)).size} other exposures within {RADIUS_PIXELS} px
      </p>
      <ul className={styles.recurrences}>
        {found.rows.slice(0, SHOWN).map((row) => (
          <li key={row.id}>
            <Link
              href={`/exposures/${encodeURIComponent(ring.instrument)}/${row.exposureId}?tab=dark-rings&ring=${row.id}`}
            >
              {row.exposureId}
            </Link>{" "}
            <span className="mono">
              {formatScore(row.gaussianLikeScore)} · {row.separationPixels.toFixed(1)} px
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
