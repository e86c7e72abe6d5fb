"use client";
import { useStamps } from "@/app/_pixels/use-stamps";
import { RecurrenceView } from "@/components/triage/recurrence-view";
import { CommittedText } from "@/components/ui/committed-text";
import { useUrlState } from "@/components/ui/use-url-state";
import type { RecurrencePage } from "@/lib/queries/recurrence";
import { RECURRENCE_DEFAULTS } from "./recurrence-defaults";

export function RecurrenceClient({ instrument, page }: { instrument: string; page: RecurrencePage }) {
  const stamps = useStamps();
  const [url, setUrl] = useUrlState(RECURRENCE_DEFAULTS);
  const hrefOf = (ring: { exposureId: string; id: string }) =>
    `/exposures/${encodeURIComponent(instrument)}/${ring.exposureId}?tab=dark-rings&ring=${ring.id}`;
  const controls = (
    <>
      within
      <CommittedText label="radius" value={url.radius} width={44} onCommit={(radius) => setUrl({ radius })} />
      px in at least
      <CommittedText
        label="exposures"
        value={url.exposures}
        width={44}
        onCommit={(exposures) => setUrl({ exposures })}
      />
      exposures of {instrument}:
    </>
  );
  return <RecurrenceView instrument={instrument} page={page} stamps={stamps} hrefOf={hrefOf} controls={controls} />;
}
