"use client";
import { useStamps } from "@/app/_pixels/use-stamps";
import { RecurrenceView } from "@/components/triage/recurrence-view";
import type { RecurrencePage } from "@/lib/queries/recurrence";

export function RecurrenceClient({ instrument, page }: { instrument: string; page: RecurrencePage }) {
  const stamps = useStamps();
  const hrefOf = (ring: { exposureId: string; id: string }) =>
    `/exposures/${encodeURIComponent(instrument)}/${ring.exposureId}?tab=rings&ring=${ring.id}`;
  return <RecurrenceView instrument={instrument} page={page} stamps={stamps} hrefOf={hrefOf} />;
}
