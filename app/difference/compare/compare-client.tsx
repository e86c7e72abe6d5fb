"use client";
// The bench of the two algorithms: controls, curves and the sources behind them share one state, the address.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { candidatesHref } from "@/components/difference/candidates-table-href";
import styles from "@/components/difference/compare.module.css";
import { type BinAddress, binFilter, jobConditions } from "@/components/difference/compare-bins";
import { CompareBinsTable } from "@/components/difference/compare-bins-table";
import { CompareControls } from "@/components/difference/compare-controls";
import { CompareCurves } from "@/components/difference/compare-curves";
import { CompareFacts } from "@/components/difference/compare-facts";
import { COMPARE_DEFAULTS, type CompareState } from "@/components/difference/compare-state";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { patchedQuery, useUrlState } from "@/components/ui/use-url-state";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import type { ComparePageData } from "./load-compare";
import { TruthSection } from "./truth-section";

function binHref(bin: BinAddress, state: CompareState, answer: CompareAnswer): string {
  return candidatesHref(binFilter(bin, state, answer), state.mode);
}

function sourcesHref(state: CompareState): string {
  return `/difference/compare?${patchedQuery("", COMPARE_DEFAULTS, state)}`;
}

export function CompareClient({ bands, jobCount, answer, truth, problem }: Omit<ComparePageData, "mode">) {
  const router = useRouter();
  const [state, setState, isPending] = useUrlState(COMPARE_DEFAULTS);
  if (jobCount === 0)
    return (
      <EmptyState title="No jobs to compare" action={<Link href="/mounts">Mount a folder</Link>}>
        Mount or upload a folder of difference-imaging jobs with truth.
      </EmptyState>
    );
  return (
    <div className={styles.page} data-stale={isPending || undefined}>
      <CompareControls state={state} bands={bands} answer={answer} onState={(patch) => setState(patch)} />
      {problem !== null ? <ErrorState title="This cannot be compared" message={problem} /> : null}
      {answer === null ? null : (
        <>
          <CompareFacts answer={answer} />
          <CompareCurves
            answer={answer}
            feature={state.of}
            onBin={(bin) => router.push(binHref(bin, state, answer))}
            onPassing={(filter) =>
              router.push(candidatesHref([filter, ...jobConditions(state)].join(" & "), state.mode))
            }
          >
            <CompareBinsTable
              answer={answer}
              candidatesHref={(bin) => binHref(bin, state, answer)}
              sourcesHref={({ startMag, endMag }, found) =>
                sourcesHref({ ...state, bin: `${startMag},${endMag}`, found })
              }
            />
          </CompareCurves>
        </>
      )}
      {truth === null ? null : <TruthSection page={truth} state={state} onState={(patch) => setState(patch)} />}
    </div>
  );
}
