// The strip at the foot: mode, run and version that made what is shown, what is not measured, the page's own remark.
import Link from "next/link";
import type { ReactNode } from "react";
import { plural } from "./format";
import styles from "./shell.module.css";

export interface StripFacts {
  mode?: string;
  run?: { id: number; pipeline: string; codeVersion?: string };
  notMeasured?: { count: number; noun: string; href?: string };
  /** anything else the page wants to say in one line */
  note?: ReactNode;
}

export function StatusStrip({ facts }: { facts: StripFacts }) {
  const { mode, run, notMeasured, note } = facts;
  const missing = notMeasured ? `${plural(notMeasured.count, notMeasured.noun)} not measured` : null;
  return (
    <footer className={styles.strip}>
      {mode ? <span>mode {mode}</span> : null}
      {run ? (
        <Link href={`/runs/${run.id}`} title="configuration, inputs, checksums, times">
          run {run.id} ({run.pipeline}
          {run.codeVersion ? ` ${run.codeVersion}` : ""})
        </Link>
      ) : null}
      {missing && notMeasured ? (
        <span>
          <span aria-hidden="true">○</span>{" "}
          {notMeasured.href ? <Link href={notMeasured.href}>{missing}</Link> : missing}
        </span>
      ) : null}
      {note ? (
        <span className={styles.remark} title={typeof note === "string" ? note : undefined}>
          {note}
        </span>
      ) : null}
    </footer>
  );
}
