"use client";
import { Recurrences } from "@/app/_pixels/recurrences";
import { useStamps } from "@/app/_pixels/use-stamps";
import { ExportMenu } from "@/components/dark-rings/export-menu";
import { RingWorkbench } from "@/components/dark-rings/ring-workbench";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";

interface RingsTabProps {
  rings: readonly DarkRingRow[];
  total: number;
  unit: string | null;
  verdicts: readonly string[];
}

export function RingsTab({ rings, total, unit, verdicts }: RingsTabProps) {
  const stamps = useStamps();
  return (
    <RingWorkbench
      rings={rings}
      total={total}
      unit={unit}
      stamps={stamps}
      verdicts={verdicts}
      renderActions={(kept) => <ExportMenu rings={kept} />}
      renderRecurrences={(ring) => <Recurrences ring={ring} />}
    />
  );
}
