import { ErrorState } from "@/components/ui/error-state";
import { listRecurringRings } from "@/lib/queries/recurrence";
import type { TriageFilter } from "@/lib/queries/triage-filter";
import { RecurrenceClient } from "./recurrence-client";
import { RECURRENCE_DEFAULTS } from "./recurrence-defaults";

/** Places sent to the page, most often seen first. */
const PLACES_SHOWN = 2000;

interface RecurrenceTabProps {
  filter: TriageFilter;
  parameters: Record<string, string | string[] | undefined>;
  instruments: readonly string[];
}

export async function RecurrenceTab({ filter, parameters, instruments }: RecurrenceTabProps) {
  const radiusPixels = Number(parameters.radius ?? RECURRENCE_DEFAULTS.radius);
  const minExposures = Number(parameters.exposures ?? RECURRENCE_DEFAULTS.exposures);
  if (!(radiusPixels > 0 && radiusPixels <= 50) || !(minExposures >= 2)) {
    const message = `radius ${parameters.radius}, exposures ${parameters.exposures}: expected a radius of 0 to 50 px and at least 2 exposures`;
    return <ErrorState title="The filter is not understood" message={message} />;
  }
  // positions are compared on one camera at a time
  const instrument = filter.instrument ?? instruments[0] ?? "";
  const page = await listRecurringRings({ ...filter, instrument }, { radiusPixels, minExposures });
  return (
    <RecurrenceClient
      instrument={instrument}
      page={{ ...page, recurrences: page.recurrences.slice(0, PLACES_SHOWN) }}
    />
  );
}
