"use client";
// Beside the stamps: facts, features, profiles and the light curve.
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { PLOT_COLORS } from "@/components/charts/colors";
import { Plot, useScheme } from "@/components/charts/plot";
import { lightCurveChart, profilesChart } from "@/components/difference/candidate-charts";
import { CandidateFacts } from "@/components/difference/candidate-facts";
import { FeatureTable } from "@/components/difference/feature-table";
import styles from "@/components/difference/vetting.module.css";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import type { CandidateStamps, Loaded } from "./load-vetting";

export interface CandidateSideProps {
  detail: Loaded<CandidateDetail>;
  stamps: CandidateStamps | null;
  isBlind: boolean;
  /** why there is no queue */
  failure: string | null;
  hrefOf: (candidateId: string) => string;
}

const PLOT_HEIGHT = 180;

function Charts({
  detail,
  stamps,
  hrefOf,
}: { detail: CandidateDetail; stamps: CandidateStamps | null } & Pick<CandidateSideProps, "hrefOf">) {
  const router = useRouter();
  const colors = PLOT_COLORS[useScheme()];
  const { x, y, recurrences } = detail;
  const profiles = useMemo(() => {
    if (stamps === null) return null;
    const middle = Math.floor(stamps.size / 2);
    const within = (at: number | null, start: number | null) => (at === null || start === null ? middle : at - start);
    return profilesChart(stamps.channels, { x: within(x, stamps.x0), y: within(y, stamps.y0) }, colors);
  }, [stamps, x, y, colors]);
  const curve = useMemo(() => lightCurveChart(recurrences, colors), [recurrences, colors]);
  const events = useMemo(
    () => ({
      onClick: ({ customdata }: { customdata: unknown }) => {
        if (typeof customdata === "string") router.push(hrefOf(customdata));
      },
    }),
    [router, hrefOf],
  );
  return (
    <div className={styles.plots}>
      <div>
        {profiles ? (
          <Plot {...profiles} height={PLOT_HEIGHT} label="radial profiles" isInteractive={false} />
        ) : (
          <div style={{ height: PLOT_HEIGHT }} />
        )}
        {profiles?.dropped ? <p className={styles.note}>{profiles.dropped}</p> : null}
      </div>
      <div>
        {recurrences.length > 0 ? (
          <Plot {...curve} height={PLOT_HEIGHT} label="light curve" events={events} />
        ) : (
          <p className={styles.note}>No light curve: the place on the sky is not known.</p>
        )}
        <p className={styles.note}>
          {recurrences.length > 1 ? `${recurrences.length} candidates at this place of the sky` : null}
          {recurrences.length === 1 ? "no other candidate at this place of the sky" : null}
          {curve.dropped ? ` · ${curve.dropped}` : ""}
        </p>
      </div>
    </div>
  );
}

export function CandidateSide({ detail, stamps, isBlind, failure, hrefOf }: CandidateSideProps) {
  if (detail === undefined) return <p className={styles.dim}>◌ on its way</p>;
  if ("reason" in detail) return <p role="alert">■ {detail.reason}</p>;
  return (
    <aside className={styles.side} aria-label="About the candidate">
      <div>
        {failure === null ? null : <p role="alert">■ no queue: {failure}</p>}
        <CandidateFacts candidate={detail} isBlind={isBlind} hrefOf={hrefOf} />
      </div>
      <FeatureTable features={detail.features} isBlind={isBlind} />
      <Charts detail={detail} stamps={stamps} hrefOf={hrefOf} />
    </aside>
  );
}
