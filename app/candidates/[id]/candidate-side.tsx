"use client";
// Beside the stamps: facts, features, profiles and the light curve.
import { useRouter } from "next/navigation";
import { CandidateFacts } from "@/components/difference/candidate-facts";
import { LightCurvePlot, ProfilesPlot } from "@/components/difference/candidate-plots";
import { FeatureTable } from "@/components/difference/feature-table";
import type { CandidateStamps } from "@/components/difference/stamps-grid";
import styles from "@/components/difference/vetting.module.css";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import type { Loaded } from "../kept-candidates";

export interface CandidateSideProps {
  detail: Loaded<CandidateDetail>;
  stamps: CandidateStamps | null;
  isBlind: boolean;
  /** why there is no queue, or not all of it */
  failure: string | null;
  hrefOf: (candidateId: string) => string;
}

export function CandidateSide({ detail, stamps, isBlind, failure, hrefOf }: CandidateSideProps) {
  const router = useRouter();
  if (detail === undefined) return <p className={styles.dim}>◌ on its way</p>;
  if ("reason" in detail) return <p role="alert">■ {detail.reason}</p>;
  return (
    <aside className={styles.side} aria-label="About the candidate">
      <div>
        {failure === null ? null : <p role="alert">■ no whole queue: {failure}</p>}
        <CandidateFacts candidate={detail} isBlind={isBlind} hrefOf={hrefOf} />
      </div>
      <FeatureTable features={detail.features} isBlind={isBlind} />
      <div className={styles.plots}>
        <ProfilesPlot detail={detail} stamps={stamps} />
        <LightCurvePlot recurrences={detail.recurrences} onOpen={(id) => router.push(hrefOf(id))} />
      </div>
    </aside>
  );
}
