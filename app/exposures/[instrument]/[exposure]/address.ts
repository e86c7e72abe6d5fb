// Addresses within one exposure, and its steps to its neighbours.
import type { Steps } from "@/components/ui/app-shell";
import type { ExposurePageFacts } from "@/lib/queries/exposure";
import type { Neighbours } from "@/lib/queries/neighbours";
import { LOOK_PARAMETERS } from "../../keep-look";

export const TABS = [
  ["focal-plane", "Focal plane"],
  ["dark-rings", "Dark rings"],
  ["images", "Images"],
  ["files", "Files"],
  ["runs", "Runs"],
] as const;
export type TabId = (typeof TABS)[number][0];

/** Address of an exposure, or of one of its detectors. */
export function exposureHref(instrument: string, exposureId: string, detectorName?: string): string {
  const parts = [instrument, exposureId, ...(detectorName === undefined ? [] : [detectorName])];
  return `/exposures/${parts.map(encodeURIComponent).join("/")}`;
}

/** Query string of the values that are not at their default. */
export function queryOf(values: Record<string, string | null | undefined>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(given).toString();
  return query ? `?${query}` : "";
}

/** [ ] go to the neighbours in the same tab, { } to the first exposure of the next day. */
export function stepsOf(exposure: ExposurePageFacts, neighbours: Neighbours, tab: TabId): Steps {
  const query = queryOf({ tab: tab === "focal-plane" ? null : tab });
  const to = (id: string | null) => (id === null ? null : exposureHref(exposure.instrument, id) + query);
  return {
    keeps: tab === "images" ? ["mosaic", ...LOOK_PARAMETERS] : [],
    exposures: [to(exposure.previous), to(exposure.next)],
    days: [to(neighbours.previousDay), to(neighbours.nextDay)],
  };
}
