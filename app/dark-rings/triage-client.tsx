"use client";
// Triage in the browser: pages of rings, pixels ahead of the cursor, verdicts on their way.
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Recurrences } from "@/app/_pixels/recurrences";
import { preloadSections, sectionOf, useSectionArrivals } from "@/app/_pixels/use-section";
import { useStamps } from "@/app/_pixels/use-stamps";
import { ringSubject, useVerdicts } from "@/app/_pixels/use-verdicts";
import { EXPORT_FORMATS } from "@/components/dark-rings/export-menu";
import { SURROUNDINGS } from "@/components/triage/big-stamp";
import { ExportLinks } from "@/components/triage/export-links";
import { TriageView } from "@/components/triage/triage-view";
import { decisionsPerMinute, labelOf } from "@/components/triage/verdict-queue";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { TriageCounts, TriagePage } from "@/lib/queries/triage";
import type { VerdictWord } from "@/lib/verdicts/ring-vocabulary";
import { useMoreRings } from "./use-more-rings";

interface TriageClientProps {
  page: TriagePage;
  counts: TriageCounts;
  words: readonly VerdictWord[];
}

const CLOCK_MS = 5000;
/** sections are asked for this far ahead: each is a read of a file */
const SECTIONS_AHEAD = 5;
const PACK_SIZE = 64;

const partOf = (ring: DarkRingRow, size: number) => ({
  instrument: ring.instrument,
  exposureId: ring.exposureId,
  detector: ring.detector,
  part: { x: ring.centerX, y: ring.centerY, size },
});

export function TriageClient({ page, counts, words }: TriageClientProps) {
  const search = useSearchParams();
  const { rings, hasMore, onMore } = useMoreRings(page);
  const { queue, judge, undo } = useVerdicts();
  const { stampOf, onNeed: needStamps } = useStamps();
  const [now, setNow] = useState(() => new Date(0));
  useEffect(() => {
    const clock = setInterval(() => setNow(new Date()), CLOCK_MS);
    return () => clearInterval(clock);
  }, []);
  useSectionArrivals();

  const onNeed = useCallback(
    (wanted: readonly DarkRingRow[], size: number) => {
      needStamps(wanted);
      const near = wanted.slice(0, SECTIONS_AHEAD);
      preloadSections(near.map((ring) => partOf(ring, SURROUNDINGS)));
      if (size > PACK_SIZE && size !== SURROUNDINGS) preloadSections(near.map((ring) => partOf(ring, size)));
      preloadSections(
        near.filter((ring) => ring.stampIndex === null).map((ring) => partOf(ring, Math.min(size, PACK_SIZE))),
      );
    },
    [needStamps],
  );
  const pixels = useMemo(
    () => ({ stampOf, onNeed, sectionOf: (ring: DarkRingRow, size: number) => sectionOf(partOf(ring, size)) }),
    [stampOf, onNeed],
  );
  const label = (ring: DarkRingRow) => labelOf(queue, ring);
  // judged here but not when the page was made, less those taken back
  const change = rings.reduce((sum, ring) => sum + Number(label(ring) !== null) - Number(ring.verdict !== null), 0);
  const progress = {
    done: counts.done + change,
    left: counts.left - change,
    isCapped: counts.isCapped,
    perMinute: decisionsPerMinute(queue.made, now.getTime() === 0 ? new Date() : now),
    pending: queue.pending.length,
    failure: queue.failure,
  };
  const exportHref = (format: string) => {
    const query = new URLSearchParams(search);
    for (const name of ["ring", "size", "view"]) query.delete(name);
    query.set("format", format);
    return `/api/v1/dark-rings/export?${query}`;
  };
  return (
    <TriageView
      rings={rings}
      words={words}
      labelOf={label}
      judge={(ring, word) =>
        judge(ringSubject(ring), { label: word, comment: null }, { label: label(ring), comment: null })
      }
      undo={undo}
      progress={progress}
      pixels={pixels}
      onMore={onMore}
      hasMore={hasMore}
      renderRecurrences={(ring) => <Recurrences ring={ring} />}
      actions={<ExportLinks label="all rings that the filter keeps" formats={EXPORT_FORMATS} hrefOf={exportHref} />}
    />
  );
}
