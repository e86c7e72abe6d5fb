"use client";
// The numbers of one ring, its flags, its verdict, and its data id to copy.
import { CopyButton } from "@mantine/core";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { formatUt } from "../ui/format";
import { NumberCell } from "../ui/number-cell";
import styles from "./dark-rings.module.css";

type Fact = [label: string, value: number | null, digits: number, unit?: string];

function factsOf(ring: DarkRingRow): Fact[] {
  return [
    ["score", ring.gaussianLikeScore, 4],
    ["ring score", ring.ringScore, 4],
    ["blob, padded", ring.blobScorePadded, 4],
    ["depth", ring.integratedDepthSigma, 1, "σ"],
    ["mean depth", ring.meanDepthSigma, 2, "σ"],
    ["peak", ring.peakSignificance, 1, "σ plane"],
    ["area", ring.area, 0, "px"],
    ["diameter", ring.gaussianDiameterPixels, 2, "px"],
    ["radius", ring.ringRadiusPixels, 1, "px"],
    ["width", ring.ringWidthPixels, 1, "px"],
    ["circularity", ring.circularity, 3],
    ["masked", ring.maskedFraction, 3],
    ["x", ring.centerX, 1, "px"],
    ["y", ring.centerY, 1, "px"],
  ];
}

export function RingFacts({ ring }: { ring: DarkRingRow }) {
  const dataId = `instrument='${ring.instrument}' exposure=${ring.exposureId} detector=${ring.detector}`;
  return (
    <>
      <p className={styles.title}>
        <span className="mono">{ring.detectorName}</span> footprint {ring.footprintId}
        {ring.rank === null ? "" : ` · rank ${ring.rank}`} · {ring.morphology ?? "reference mode"}
      </p>
      <dl className={styles.facts}>
        {factsOf(ring).map(([label, value, digits, unit]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <NumberCell value={value} digits={digits} unit={unit} />{" "}
              <span className={styles.dim}>{value === null ? "" : unit}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.flags}>
        {ring.flags.length > 0 ? `▲ ${ring.flags.join(", ").replaceAll("_", " ")}` : "no flags"}
        {ring.verdict ? ` · verdict ${ring.verdict}` : " · not judged"}
        {ring.verdictAt ? ` (${ring.verdictPerson}, ${formatUt(ring.verdictAt)} UT)` : ""}
      </p>
      <CopyButton value={dataId}>
        {({ copied, copy }) => (
          <button type="button" className={styles.dataId} onClick={copy} title="copy the data id">
            {copied ? "copied" : dataId}
          </button>
        )}
      </CopyButton>
    </>
  );
}
