import { EmptyState } from "@/components/ui/empty-state";
import { countTriage, listTriage } from "@/lib/queries/triage";
import type { TriageFilter } from "@/lib/queries/triage-filter";
import type { VerdictWord } from "@/lib/verdicts/ring-vocabulary";
import { TriageClient } from "./triage-client";

const FIRST_PAGE = 200;

interface TriageTabProps {
  filter: TriageFilter;
  words: readonly VerdictWord[];
  hasRuns: boolean;
}

export async function TriageTab({ filter, words, hasRuns }: TriageTabProps) {
  const [page, counts] = await Promise.all([listTriage(filter, null, FIRST_PAGE), countTriage(filter)]);
  if (page.rings.length > 0) return <TriageClient page={page} counts={counts} words={words} />;
  if (!hasRuns) {
    return (
      <EmptyState title="Not measured: no run has ended">
        <p>Rings appear here when a run in annulus mode has ended:</p>
        <code>annulus run dark-rings</code>
      </EmptyState>
    );
  }
  const judged =
    counts.total > 0 ? ` ${counts.done} of ${counts.total} are judged: the filter "verdict" hides them.` : "";
  return <EmptyState title="No ring passes the filter">Widen or clear the filter.{judged}</EmptyState>;
}
