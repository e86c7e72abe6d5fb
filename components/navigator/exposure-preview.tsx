"use client";
// The exposure under the cursor, where the screen is wide enough: its facts, what the header does not tell, what can be done.
import { Button, CopyButton } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ExposureRow } from "@/lib/queries/exposures";
import { formatDay, formatMjd, formatNumber } from "../ui/format";
import { StatusMark } from "../ui/status-mark";
import { exposureHref, statusWords } from "./exposure-columns";
import styles from "./navigator.module.css";

/** Where it is shown, and how wide its picture is, CSS pixels: as in navigator.module.css. */
export const PREVIEW_MEDIA = "(min-width: 1800px)";
export const PREVIEW_SIDE = 394;

/** The exposure as the survey's tools take it: instrument='LSSTCam' exposure=2025061300222. */
function dataIdOf(row: { instrument: string; exposureId: string }): string {
  return `instrument='${row.instrument}' exposure=${row.exposureId}`;
}

/** Address of the form that asks for a run on one exposure. */
function runHref(row: { instrument: string; exposureId: string }): string {
  const query = `instrument='${row.instrument}' AND exposure=${row.exposureId}`;
  return `/runs?new=1&query=${encodeURIComponent(query)}`;
}

function factsOf(row: ExposureRow): [string, string][] {
  const seconds = row.exposureTimeSeconds;
  const facts: [string, string | null][] = [
    ["type", row.observationType],
    ["filter", row.physicalFilter],
    ["object", row.object],
    ["program", row.program],
    ["day, seq", row.dayObs === null ? null : `${formatDay(row.dayObs)} ${row.seqNum ?? ""}`],
    ["middle", row.mjdMid === null ? null : `${formatMjd(row.mjdMid)} UT`],
    ["exposure time", seconds === null ? null : `${formatNumber(seconds, 1)} s`],
    ["detectors", String(row.detectorCount)],
    ["rings", row.ringCount === null ? null : String(row.ringCount)],
    ["best score", row.bestScore === null ? null : formatNumber(row.bestScore, 3)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

/** @param props children: its picture */
export function ExposurePreview({ row, children }: { row: ExposureRow; children?: ReactNode }) {
  return (
    <aside className={styles.preview} aria-label="Exposure under the cursor">
      <h2>{row.label ?? `${row.instrument} ${row.exposureId}`}</h2>
      <StatusMark status={row.status} word={statusWords(row)} withWord />
      {children}
      <dl>
        {factsOf(row).map(([name, text]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        {row.runId === null ? null : (
          <div style={{ display: "contents" }}>
            <dt>run shown</dt>
            <dd>
              <Link href={`/runs/${row.runId}`}>{row.runId}</Link>
            </dd>
          </div>
        )}
      </dl>
      {row.missing.length > 0 ? (
        <>
          <h3>The header does not tell</h3>
          <ul>
            {row.missing.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ) : null}
      <div className={styles.doing}>
        <Button component={Link} href={exposureHref(row)}>
          Open
        </Button>
        <Button component={Link} href={runHref(row)}>
          Run a pipeline on it
        </Button>
        <CopyButton value={dataIdOf(row)}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? "Copied" : "Copy data id"}</Button>}
        </CopyButton>
      </div>
    </aside>
  );
}
