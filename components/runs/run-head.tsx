"use client";
// A run in one line: state, progress, speed, time left, and what can be done with it.
import { Button } from "@mantine/core";
import Link from "next/link";
import type { RunRow } from "@/lib/queries/runs";
import { formatDuration, formatNumber, formatUt } from "../ui/format";
import { StatusMark } from "../ui/status-mark";
import { ProgressBar } from "./progress-bar";
import { elapsedSeconds, speedPerCore } from "./run-columns";
import { isActive, runStatus } from "./run-state";
import styles from "./runs.module.css";

export interface RunHeadProps {
  run: RunRow & { megapixelsPerSecond: number | null; secondsLeft: number | null };
  isBusy: boolean;
  failure: string | null;
  onCancel: () => void;
  onRetry: () => void;
}

function factsOf(run: RunHeadProps["run"]): [string, string][] {
  const took = elapsedSeconds(run);
  const speed = speedPerCore(run);
  const facts: [string, string | null][] = [
    ["now", run.megapixelsPerSecond === null ? null : `${formatNumber(run.megapixelsPerSecond, 1)} Mpix/s`],
    ["left", run.secondsLeft === null ? null : formatDuration(run.secondsLeft)],
    ["took", took === null ? null : formatDuration(took)],
    ["per core", speed === null ? null : `${formatNumber(speed, 1)} Mpix/s`],
    ["asked for", `${formatUt(run.createdAt)} UT`],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

export function RunHead({ run, isBusy, failure, onCancel, onRetry }: RunHeadProps) {
  const { done = 0, failed = 0, cancelled = 0 } = run.tasks;
  const canRetry = failed + cancelled > 0 && !isActive(run.state);
  return (
    <div className={styles.head}>
      <h1>
        Run {run.id} {run.pipeline} <StatusMark status={runStatus(run.state)} word={run.state} withWord />
      </h1>
      <ProgressBar done={done} failed={failed} total={run.taskCount} label={`Progress of run ${run.id}`} />
      <dl className={styles.facts}>
        {factsOf(run).map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{text}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.actions}>
        {failure ? <span role="alert">■ {failure}</span> : null}
        <Button component={Link} href={`/runs/compare?b=${run.id}`}>
          Compare
        </Button>
        {isActive(run.state) ? (
          <Button onClick={onCancel} loading={isBusy}>
            Cancel
          </Button>
        ) : null}
        {canRetry ? (
          <Button onClick={onRetry} loading={isBusy}>
            Retry {failed + cancelled} {failed + cancelled === 1 ? "task" : "tasks"}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
