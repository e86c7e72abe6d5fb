"use client";
// The five plots of the comparison; a click leads to the candidates behind a point.
import { type ReactNode, useMemo } from "react";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, useScheme } from "../charts/plot";
import styles from "./compare.module.css";
import type { BinAddress } from "./compare-bins";
import { completenessLayout, completenessTraces, readBinAddress } from "./compare-completeness";
import { completenessNote, featureNote } from "./compare-notes";
import {
  passingFilter,
  THRESHOLD_PLOTS,
  type ThresholdPlot,
  thresholdLayout,
  thresholdTraces,
} from "./compare-thresholds";

export interface CompareCurvesProps {
  answer: CompareAnswer;
  /** without its prefix */
  feature: string;
  onBin: (bin: BinAddress) => void;
  /** filter of the candidates that pass at a point */
  onPassing: (filter: string) => void;
  /** beside completeness: its bins as numbers */
  children: ReactNode;
}

const HEIGHT = 300;

export function CompareCurves({ answer, feature, onBin, onPassing, children }: CompareCurvesProps) {
  const colors = PLOT_COLORS[useScheme()];
  const completeness = useMemo(
    () => ({ traces: completenessTraces(answer, colors), layout: completenessLayout() }),
    [answer, colors],
  );
  const clickBin = (customdata: unknown) => {
    const bin = readBinAddress(customdata);
    if (bin !== null) onBin(bin);
  };
  return (
    <div className={styles.curves}>
      <Curve title="Completeness" note={completenessNote(answer)}>
        <Plot
          {...completeness}
          height={HEIGHT}
          label="completeness against magnitude"
          events={{ onClick: ({ customdata }) => clickBin(customdata) }}
        />
      </Curve>
      {children}
      {THRESHOLD_PLOTS.map((plot) => (
        <ThresholdCurvePlot key={plot} plot={plot} answer={answer} feature={feature} onPassing={onPassing} />
      ))}
    </div>
  );
}

interface ThresholdCurvePlotProps {
  plot: ThresholdPlot;
  answer: CompareAnswer;
  feature: string;
  onPassing: (filter: string) => void;
}

function ThresholdCurvePlot({ plot, answer, feature, onPassing }: ThresholdCurvePlotProps) {
  const colors = PLOT_COLORS[useScheme()];
  const chart = useMemo(
    () => ({ traces: thresholdTraces(plot, answer.features, colors), layout: thresholdLayout(plot, feature) }),
    [plot, answer, feature, colors],
  );
  const click = (customdata: unknown) => {
    const filter = passingFilter(answer.features, customdata);
    if (filter !== null) onPassing(filter);
  };
  return (
    <Curve title={`${plot.charAt(0).toUpperCase()}${plot.slice(1)}`} note={featureNote(plot, answer)}>
      <Plot
        {...chart}
        height={HEIGHT}
        label={`${plot} of ${feature}`}
        events={{ onClick: ({ customdata }) => click(customdata) }}
      />
    </Curve>
  );
}

function Curve({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className={styles.curve} aria-label={title}>
      <h2>{title}</h2>
      {children}
      <p className={styles.note}>{note}</p>
    </section>
  );
}
