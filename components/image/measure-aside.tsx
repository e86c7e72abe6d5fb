"use client";
// Numbers and a plot of the box or line drawn on the current panel, of its pixels at full resolution.
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, useScheme } from "../charts/plot";
import { formatCount, formatSignificant } from "../ui/format";
import { unitSign } from "../ui/unit-sign";
import { type BoxPixels, readBox, wholeBox } from "./box-pixels";
import { type BoxStatistics, boxStatistics } from "./box-statistics";
import type { ImageSource } from "./image-source";
import styles from "./image-viewer.module.css";
import { histogramPlot, type MeasurePlot, profilePlot } from "./measure-plots";
import type { Quad } from "./viewer-parameters";

export interface MeasureAsideProps {
  source: ImageSource;
  tool: "line" | "box";
  quad: Quad;
  base: 0 | 1;
  onClose: () => void;
}

type Measured = { of: ImageSource; at: string; pixels: BoxPixels } | { of: ImageSource; at: string; reason: string };

/** undefined: on its way. */
function useBoxPixels(source: ImageSource, quad: Quad): Measured | undefined {
  const [measured, setMeasured] = useState<Measured>();
  const at = quad.join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text names the numbers
  useEffect(() => {
    const box = wholeBox(source.description, quad);
    const stop = new AbortController();
    const take = (next: Measured) => !stop.signal.aborted && setMeasured(next);
    if (!box) {
      take({ of: source, at, reason: "lies beside the image" });
      return;
    }
    readBox(source, box, stop.signal).then(
      (pixels) => take({ of: source, at, pixels }),
      (error: unknown) => take({ of: source, at, reason: error instanceof Error ? error.message : String(error) }),
    );
    return () => stop.abort();
  }, [source, at]);
  return measured?.of === source && measured.at === at ? measured : undefined;
}

function Numbers({ statistics, unit }: { statistics: BoxStatistics; unit: string }) {
  const { clipped } = statistics;
  const rows: [string, string, string][] = [
    ["pixels", formatCount(statistics.count), formatCount(clipped.count)],
    ["mean", formatSignificant(statistics.mean, 6), formatSignificant(clipped.mean, 6)],
    ["median", formatSignificant(statistics.median, 6), formatSignificant(clipped.median, 6)],
    ["std", formatSignificant(statistics.std, 4), formatSignificant(clipped.std, 4)],
    ["min", formatSignificant(statistics.min, 6), ""],
    ["max", formatSignificant(statistics.max, 6), ""],
    ["not finite", formatCount(statistics.nanCount), ""],
  ];
  return (
    <table className={styles.numbers} aria-label="Statistics">
      <thead>
        <tr>
          <th scope="col">{unit}</th>
          <th scope="col">all</th>
          <th scope="col">within 3 σ</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, all, within]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{all}</td>
            <td>{within}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function MeasureAside({ source, tool, quad, base, onClose }: MeasureAsideProps) {
  const measured = useBoxPixels(source, quad);
  const colors = PLOT_COLORS[useScheme()];
  const { unit } = source.description;
  const pixels = measured && "pixels" in measured ? measured.pixels : null;
  const statistics = useMemo(() => pixels && boxStatistics(pixels.pixels), [pixels]);
  const plot = useMemo((): MeasurePlot | null => {
    if (!pixels || !statistics) return null;
    return tool === "line" ? profilePlot(pixels, quad, unit, colors) : histogramPlot(pixels, statistics, unit, colors);
  }, [pixels, statistics, tool, quad, unit, colors]);
  const counted = quad.map((value) => Number((value + base).toFixed(1)));
  return (
    <aside className={styles.aside} aria-label={tool === "line" ? "Profile" : "Box"}>
      <div className={styles.asideHead}>
        <b>{tool === "line" ? "Profile" : "Box"}</b>
        <span className="mono">{`${counted[0]}, ${counted[1]} – ${counted[2]}, ${counted[3]}`}</span>
        <ActionIcon aria-label="Close" onClick={onClose}>
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </div>
      {measured && "reason" in measured ? <p role="alert">■ {measured.reason}</p> : null}
      {measured === undefined ? <p className="mono">◌ reading</p> : null}
      {pixels && !statistics ? <p>○ no pixel of it is a finite number</p> : null}
      {pixels && pixels.step > 1 ? (
        <p>{`▲ more than 4 Mpix: of means of ${pixels.step}×${pixels.step} pixels, so std is smaller than of the pixels`}</p>
      ) : null}
      {plot ? (
        <Plot
          traces={plot.traces}
          layout={plot.layout}
          height={230}
          label={tool === "line" ? "profile" : "histogram"}
        />
      ) : null}
      {statistics && tool === "box" ? <Numbers statistics={statistics} unit={unitSign(unit)} /> : null}
    </aside>
  );
}
