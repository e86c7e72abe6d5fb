"use client";
// The bench of the two algorithms: controls, curves and the sources behind them share one state, the address.
import Link from "next/link";
import { useRouter } from "next/navigation";
import styles from "@/components/difference/compare.module.css";
import { CompareControls } from "@/components/difference/compare-controls";
import { CompareCurves } from "@/components/difference/compare-curves";
import { CompareFacts } from "@/components/difference/compare-facts";
import { COMPARE_DEFAULTS } from "@/components/difference/compare-state";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { useUrlState } from "@/components/ui/use-url-state";
import type { ComparePageData } from "./load-compare";
import { TruthSection } from "./truth-section";

export function CompareClient({ bands, jobCount, answer, truth, problem }: Omit<ComparePageData, "mode">) {
  const router = useRouter();
  const [state, setState, isPending] = useUrlState(COMPARE_DEFAULTS);
  const openCandidates = (filter: string) => {
    const query = new URLSearchParams({ filter: state.band === "" ? filter : `${filter} & filter = "${state.band}"` });
    if (state.mode !== "annulus") query.set("mode", state.mode);
    router.push(`/candidates?${query}`);
  };
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
            onBin={({ set, startMag, endMag }) => setState({ bin: `${startMag},${endMag}`, found: set })}
            onPassing={openCandidates}
          />
        </>
      )}
      {truth === null ? null : <TruthSection page={truth} state={state} onState={(patch) => setState(patch)} />}
    </div>
  );
}
