"use client";
// Radial profiles and the light curve of a candidate.
import { useMemo } from "react";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, useScheme } from "../charts/plot";
import { lightCurveChart, profilesChart } from "./candidate-charts";
import type { CandidateStamps } from "./stamps-grid";
import styles from "./vetting.module.css";

const HEIGHT = 180;

export interface ProfilesPlotProps {
  detail: Pick<CandidateDetail, "x" | "y">;
  /** null: on their way, or refused */
  stamps: CandidateStamps | null;
}

export function ProfilesPlot({ detail: { x, y }, stamps }: ProfilesPlotProps) {
  const colors = PLOT_COLORS[useScheme()];
  const profiles = useMemo(() => {
    if (stamps === null) return null;
    const middle = Math.floor(stamps.size / 2);
    const within = (at: number | null, start: number | null) => (at === null || start === null ? middle : at - start);
    return profilesChart(stamps.channels, { x: within(x, stamps.x0), y: within(y, stamps.y0) }, colors);
  }, [stamps, x, y, colors]);
  return (
    <div>
      {profiles ? (
        <Plot {...profiles} height={HEIGHT} label="radial profiles" isInteractive={false} />
      ) : (
        <div style={{ height: HEIGHT }} />
      )}
      {profiles?.dropped ? <p className={styles.note}>{profiles.dropped}</p> : null}
    </div>
  );
}

export interface LightCurvePlotProps {
  recurrences: CandidateDetail["recurrences"];
  onOpen: (candidateId: string) => void;
}

export function LightCurvePlot({ recurrences, onOpen }: LightCurvePlotProps) {
  const colors = PLOT_COLORS[useScheme()];
  const curve = useMemo(() => lightCurveChart(recurrences, colors), [recurrences, colors]);
  const events = {
    onClick: ({ customdata }: { customdata: unknown }) => {
      if (typeof customdata === "string") onOpen(customdata);
    },
  };
  return (
    <div>
      {recurrences.length > 0 ? (
        <Plot {...curve} height={HEIGHT} label="light curve" events={events} />
      ) : (
        <p className={styles.note}>No light curve: the place on the sky is not known.</p>
      )}
      <p className={styles.note}>
        {recurrences.length > 1 ? `${recurrences.length} candidates at this place of the sky` : null}
        {recurrences.length === 1 ? "no other candidate at this place of the sky" : null}
        {curve.dropped ? ` · ${curve.dropped}` : ""}
      </p>
    </div>
  );
}
