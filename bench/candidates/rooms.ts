// What the rooms of difference imaging ask for beside pages of candidates: counts, plots, jobs, a candidate, vetting, the comparison.

import { monitorEventLoopDelay } from "node:perf_hooks";
import { pool } from "@/lib/database/client";
import { findAgreement } from "@/lib/queries/difference-agreement";
import { getCandidate } from "@/lib/queries/difference-candidate";
import { listCandidates } from "@/lib/queries/difference-candidates";
import { compareAlgorithms } from "@/lib/queries/difference-compare";
import { parseCompareRequest } from "@/lib/queries/difference-compare-request";
import { countCandidates } from "@/lib/queries/difference-counts";
import { candidateSelection } from "@/lib/queries/difference-filter";
import { getDifferenceJob, listJobTruth } from "@/lib/queries/difference-job";
import { jobListSchema, listDifferenceJobs } from "@/lib/queries/difference-jobs";
import { histogramCandidates, scatterCandidates } from "@/lib/queries/difference-plots";
import { listTruth } from "@/lib/queries/difference-truth-list";

/** One question at one size. */
export interface RoomRow {
  name: string;
  rows: number;
  /** milliseconds, median of the warm ones */
  ours: number;
  /** longest time that other requests of this process had to wait, ms */
  held: number;
  /** against ten times fewer rows; null: the fewest */
  growth: number | null;
}

/** Beyond it people wait; the comparison alone may take longer. */
const LIMIT_MS = 300;
const COMPARISON = "comparison";
const ROUNDS = 7;
const DELAY_RESOLUTION_MS = 5;

const CUTS = "zogy_flux > 20 & sfft_sharpness < 0.8";
const BY_SNR = { column: "snr", direction: "desc" } as const;
const AXES = { x: "zogy_snr", y: "sfft_snr" };
const BARS = { column: "snr", bars: 50, range: null };

/** Each a question of a round: the comparison with another radius, so that it is not the kept one. */
const QUESTIONS: Record<string, (round: number) => Promise<unknown>> = {
  "counts of all": () => countCandidates(candidateSelection({})),
  "counts of two cuts": () => countCandidates(candidateSelection({ filter: CUTS })),
  "counts of the real ones": () => countCandidates(candidateSelection({ filter: "label = 1" })),
  "scatter of all": () => scatterCandidates(candidateSelection({}), AXES),
  "scatter of two cuts": () => scatterCandidates(candidateSelection({ filter: CUTS }), AXES),
  "histogram of all": () => histogramCandidates(candidateSelection({}), BARS),
  "histogram of two cuts": () => histogramCandidates(candidateSelection({ filter: CUTS }), BARS),
  "list of jobs": () => listDifferenceJobs(jobListSchema.parse({ sort: "-real" })),
  "a job and its truth": (round) => Promise.all([getDifferenceJob(2 + round), listJobTruth(2 + round)]),
  "a job's 1000 candidates": (round) =>
    listCandidates({
      ...candidateSelection({ jobId: 2 + round }),
      sort: BY_SNR,
      limit: 1000,
      columns: ["snr", "x", "y"],
    }),
  "a candidate": async (round) => {
    const { rows } = await pool().query<{ row_id: string }>("SELECT row_id FROM candidate WHERE job_id = $1 LIMIT 1", [
      2 + round,
    ]);
    return getCandidate({ name: rows[0]?.row_id ?? "0" });
  },
  "1000 of a queue": () =>
    listCandidates({ ...candidateSelection({ filter: "verdict = none" }), sort: BY_SNR, limit: 1000, columns: [] }),
  "what is judged": () =>
    listCandidates({ ...candidateSelection({ filter: "verdict = any" }), sort: BY_SNR, limit: 200, columns: [] }),
  agreement: () => findAgreement(candidateSelection({ filter: "snr > 10" }), ["local", "second"]),
  "missed truth of a bin": () =>
    listTruth({ ...parseCompareRequest({ magfrom: "24", magto: "24.5" }), found: "missed" }, null, 200),
  [COMPARISON]: (round) => compareAlgorithms(parseCompareRequest({ of: round < 0 ? "snr" : "flux" })),
  "another radius": (round) => compareAlgorithms(parseCompareRequest({ radius: String(1 + round / 100), of: "flux" })),
};

/**
 * Measures every question.
 *
 * @param rows how many candidates there are
 * @param before rows of the sizes below
 */
export async function measureRooms(rows: number, before: readonly RoomRow[]): Promise<RoomRow[]> {
  const measured: RoomRow[] = [];
  for (const [name, ask] of Object.entries(QUESTIONS)) {
    await ask(-1);
    const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
    delay.enable();
    const times: number[] = [];
    // what is kept after the first time is measured once
    for (let round = 0; round < (name === COMPARISON ? 1 : ROUNDS); round++) {
      const start = performance.now();
      await ask(round);
      times.push(performance.now() - start);
    }
    delay.disable();
    const ours = times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
    const smaller = before.find((row) => row.name === name && row.rows === rows / 10);
    measured.push({ name, rows, ours, held: delay.max / 1e6, growth: smaller ? ours / smaller.ours : null });
  }
  return measured;
}

/** Prints a line a question: 300 ms at most, or for the comparison what it holds the server. */
export function printRooms(rooms: readonly RoomRow[]): void {
  for (const { name, rows, ours, held, growth } of rooms) {
    const verdict = (name === COMPARISON || name === "another radius" ? held : ours) <= LIMIT_MS ? "met" : "NOT MET";
    const grown = growth === null ? "" : `growth ${growth.toFixed(2)}`;
    console.log(
      `${name.padEnd(26)} ${String(rows).padStart(8)} rows  ${ours.toFixed(1).padStart(8)} ms ${verdict}  held ${held.toFixed(0)} ms  ${grown}`,
    );
  }
}
