"use client";
import { useEffect } from "react";
import { Recurrences } from "@/app/_pixels/recurrences";
import { useStamps } from "@/app/_pixels/use-stamps";
import { DetectorView } from "@/components/dark-rings/detector-view";
import { ExportMenu } from "@/components/dark-rings/export-menu";
import { detectorState } from "@/components/focal-plane/detector-columns";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { DetectorRow } from "@/lib/queries/exposure";
import { DetectorPixels, type DetectorPixelsProps } from "./detector-pixels";

interface DetectorTabProps {
  row: DetectorRow;
  rings: readonly DarkRingRow[];
  total: number;
  hasRun: boolean;
  image: Omit<DetectorPixelsProps, "rings" | "selected" | "onSelect">;
}

export function DetectorTab({ row, rings, total, hasRun, image }: DetectorTabProps) {
  const { stampOf, onNeed } = useStamps();
  useEffect(() => onNeed(rings), [rings, onNeed]);
  const { state, reason } = detectorState(row);
  const empty = !hasRun
    ? "○ not measured: no run has looked for dark rings in this exposure"
    : state === "measured"
      ? "No dark rings: the run looked and found none above its threshold."
      : `○ ${state}${reason ? `: ${reason}` : ""}`;
  return (
    <DetectorView
      rings={rings}
      total={total}
      unit={row.metrics.find(({ metric }) => metric === "noise")?.unit ?? null}
      stampOf={stampOf}
      empty={<p>{empty}</p>}
      renderImage={(selected, onSelect) => (
        <DetectorPixels {...image} rings={rings} selected={selected} onSelect={onSelect} />
      )}
      renderActions={(shown) => <ExportMenu rings={shown} />}
      renderRecurrences={(ring) => <Recurrences ring={ring} />}
    />
  );
}
