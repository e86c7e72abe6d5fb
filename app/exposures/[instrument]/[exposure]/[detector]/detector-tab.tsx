"use client";
import { useEffect } from "react";
import { Recurrences } from "@/app/_pixels/recurrences";
import { useSection } from "@/app/_pixels/use-section";
import { useStamps } from "@/app/_pixels/use-stamps";
import { DetectorView } from "@/components/dark-rings/detector-view";
import { ExportMenu } from "@/components/dark-rings/export-menu";
import { detectorState } from "@/components/focal-plane/detector-columns";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { DetectorRow } from "@/lib/queries/exposure";

/** Longest side of the binned image, pixels. */
const IMAGE_SIDE = 1024;

interface DetectorTabProps {
  instrument: string;
  exposureId: string;
  row: DetectorRow;
  rings: readonly DarkRingRow[];
  total: number;
  hasRun: boolean;
}

export function DetectorTab({ instrument, exposureId, row, rings, total, hasRun }: DetectorTabProps) {
  const request = { instrument, exposureId, detector: row.detector, part: { side: IMAGE_SIDE } };
  const section = useSection(row.imageState === null ? null : request);
  const { stampOf, onNeed } = useStamps();
  useEffect(() => onNeed(rings), [rings, onNeed]);
  const image = row.imageState === null ? { reason: "no mounted file has this detector" } : section;
  const { state, reason } = detectorState(row);
  const empty = !hasRun
    ? "○ not measured: no run has worked on this exposure"
    : state === "measured"
      ? "No dark rings: the run looked and found none above its threshold."
      : `○ ${state}${reason ? `: ${reason}` : ""}`;
  return (
    <DetectorView
      image={image}
      rings={rings}
      total={total}
      stampOf={stampOf}
      label={`${row.name} of ${instrument} ${exposureId}, binned`}
      empty={<p>{empty}</p>}
      renderActions={(shown) => <ExportMenu rings={shown} />}
      renderRecurrences={(ring) => <Recurrences ring={ring} />}
    />
  );
}
