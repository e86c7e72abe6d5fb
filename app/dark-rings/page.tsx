import type { Metadata } from "next";
import { ExposureTabs } from "@/components/exposure/exposure-tabs";
import styles from "@/components/triage/triage.module.css";
import { AppShell } from "@/components/ui/app-shell";
import { ErrorState } from "@/components/ui/error-state";
import { FLAGS } from "@/lib/dark-rings/flags";
import { isAnnulusError } from "@/lib/errors";
import { listTriageChoices } from "@/lib/queries/triage";
import { parseTriageFilter, type TriageFilter } from "@/lib/queries/triage-filter";
import { readVocabulary } from "@/lib/queries/vocabulary";
import { RecurrenceTab } from "./recurrence-tab";
import { TriageFilterBar } from "./triage-filter-bar";
import { TriageTab } from "./triage-tab";

export const metadata: Metadata = { title: "Dark rings" };

type Parameters = Record<string, string | string[] | undefined>;

/** The filter of the address, or what is wrong with it. */
function readFilter(parameters: Parameters): TriageFilter | { problem: string } {
  try {
    return parseTriageFilter(parameters);
  } catch (error) {
    if (!isAnnulusError(error)) throw error;
    return { problem: error.message };
  }
}

/** The same filter in the other view. */
function tabsOf(parameters: Parameters) {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const href = (view: string) => {
    const query = new URLSearchParams(given.filter(([name]) => name !== "view" && name !== "ring" && name !== "place"));
    if (view) query.set("view", view);
    return `/dark-rings${query.size > 0 ? `?${query}` : ""}`;
  };
  return [
    { id: "triage", label: "Triage", href: href("") },
    { id: "recurrence", label: "Recurrence", href: href("recurrence") },
  ];
}

export default async function DarkRingsPage({ searchParams }: { searchParams: Promise<Parameters> }) {
  const parameters = await searchParams;
  const filter = readFilter(parameters);
  const [choices, vocabulary] = await Promise.all([listTriageChoices(), readVocabulary()]);
  const isRecurrence = parameters.view === "recurrence";
  const verdicts = vocabulary.map((word) => word.label);
  return (
    <AppShell
      crumbs={[{ label: "Dark rings", href: null }]}
      status={{ mode: "annulus", note: "newest run of each exposure" }}
    >
      <div className={styles.page}>
        <ExposureTabs
          tabs={tabsOf(parameters)}
          current={isRecurrence ? "recurrence" : "triage"}
          label="Views of the dark rings"
        />
        <TriageFilterBar choices={{ instruments: choices.instruments, verdicts, flags: FLAGS }} />
        {"problem" in filter ? (
          <ErrorState title="The filter is not understood" message={filter.problem} />
        ) : isRecurrence ? (
          <RecurrenceTab filter={filter} parameters={parameters} instruments={choices.instruments} />
        ) : (
          <TriageTab filter={filter} words={vocabulary} hasRuns={choices.runs.length > 0} />
        )}
      </div>
    </AppShell>
  );
}
