"use client";
import { useRouter } from "next/navigation";
import { FocalPlaneView } from "@/components/focal-plane/focal-plane-view";
import type { DetectorRow } from "@/lib/queries/exposure";
import { exposureHref, queryOf } from "./address";

interface FocalPlaneTabProps {
  instrument: string;
  exposureId: string;
  rows: readonly DetectorRow[];
  runId: number | null;
}

export function FocalPlaneTab({ instrument, exposureId, rows, runId }: FocalPlaneTabProps) {
  const router = useRouter();
  const open = (name: string) =>
    router.push(exposureHref(instrument, exposureId, name) + queryOf({ run: runId === null ? null : String(runId) }));
  return <FocalPlaneView instrument={instrument} exposureId={exposureId} rows={rows} onOpen={open} />;
}
