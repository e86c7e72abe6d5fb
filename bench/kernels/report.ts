// Rows and targets of the kernels' bench as text.

import type { Run } from "./thread";

/** Milliseconds. */
export interface Lap {
  best: number;
  median: number;
  /** least CPU time of the thread or process */
  cpu: number;
  /** what came out, to compare by eye */
  note: string;
}

export interface Row {
  name: string;
  ours: Lap;
  /** null: not measured */
  peer: Lap | null;
  peerName: string | null;
}

export interface Target {
  name: string;
  /** larger is better; null: not measured */
  value: number | null;
  least: number;
  aim: number | null;
  verdict: "met, and the aim" | "met" | "not met" | "not measured";
}

export function lapOf(runs: Run[]): Lap {
  const sorted = runs.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    best: sorted[0] ?? Number.NaN,
    median: sorted[sorted.length >> 1] ?? Number.NaN,
    cpu: Math.min(...runs.map(({ cpuMs }) => cpuMs)),
    note: runs[0]?.note ?? "",
  };
}

export function rowText({ name, ours, peer, peerName }: Row): string {
  const text = (lap: Lap) => `${lap.best.toFixed(1)} (${lap.median.toFixed(1)})`.padStart(16);
  const theirs =
    peerName === null ? "" : peer ? `${peerName} ${text(peer)}  [${peer.note}]` : `${peerName} not measured`;
  const ratio = peer ? `${(peer.best / ours.best).toFixed(2)} x` : "";
  return `${name.padEnd(40)} ${text(ours)}  [${ours.note}]   ${theirs}   ${ratio}`;
}

export function judge(name: string, value: number | null, least: number, aim: number | null): Target {
  const isAim = value !== null && value >= (aim ?? Number.POSITIVE_INFINITY);
  const verdict = value === null ? "not measured" : isAim ? "met, and the aim" : value >= least ? "met" : "not met";
  return { name, value, least, aim, verdict };
}

export function targetText({ name, value, least, aim, verdict }: Target): string {
  const found = value === null ? "–" : value.toFixed(2);
  const wanted = `at least ${least}${aim === null ? "" : `, aim ${aim}`}`;
  return `${name.padEnd(48)} ${found.padStart(8)}   ${wanted.padEnd(24)} ${verdict}`;
}
