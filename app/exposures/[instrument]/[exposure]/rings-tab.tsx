"use client";
import { useMemo } from "react";
import { Recurrences } from "@/app/_pixels/recurrences";
import { useStamps } from "@/app/_pixels/use-stamps";
import { ringSubject, useVerdicts } from "@/app/_pixels/use-verdicts";
import { ExportMenu } from "@/components/dark-rings/export-menu";
import { RingWorkbench } from "@/components/dark-rings/ring-workbench";
import { decisionsPerMinute, labelOf } from "@/components/triage/verdict-queue";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { VerdictWord } from "@/lib/verdicts/ring-vocabulary";

interface RingsTabProps {
  rings: readonly DarkRingRow[];
  total: number;
  unit: string | null;
  words: readonly VerdictWord[];
}

export function RingsTab({ rings, total, unit, words }: RingsTabProps) {
  const stamps = useStamps();
  const { queue, judge, undo } = useVerdicts();
  const judged = useMemo(() => rings.map((ring) => ({ ...ring, verdict: labelOf(queue, ring) })), [rings, queue]);
  const done = judged.filter((ring) => ring.verdict !== null).length;
  const last = queue.made.at(-1);
  const progress = {
    done,
    left: judged.length - done,
    isCapped: total > rings.length,
    perMinute: last ? decisionsPerMinute(queue.made, new Date(last.at)) : null,
    pending: queue.pending.length,
    failure: queue.failure,
  };
  return (
    <RingWorkbench
      rings={judged}
      total={total}
      unit={unit}
      stamps={stamps}
      words={words}
      judge={(ring, label) =>
        judge(ringSubject(ring), { label, comment: null }, { label: ring.verdict, comment: null })
      }
      undo={undo}
      progress={progress}
      renderActions={(kept) => <ExportMenu rings={kept} />}
      renderRecurrences={(ring) => <Recurrences ring={ring} />}
    />
  );
}
