// A page of candidates as pages ask for it, beside the SQL that a person would write for the same rows with the right index.

import { pool } from "@/lib/database/client";
import { type CandidateRequest, listCandidates, parseCandidateSort } from "@/lib/queries/difference-candidates";
import { candidateSelection } from "@/lib/queries/difference-filter";
import { measureRooms, printRooms, type RoomRow } from "./rooms";
import { makeCandidates } from "./rows";

const LIMIT = 50;
/** Until V8 has compiled what a server that runs has compiled. */
const WARM_ROUNDS = 12;
const COLUMNS = ["snr", "zogy_flux", "sfft_flux", "zogy_sharpness", "sfft_sharpness", "mjd", "filter", "truth_id"];

interface Question {
  name: string;
  filter: string;
  sort: string;
  /** WHERE behind mode, and ORDER BY: a falling order begins at the first value, a rising one has rows without a value last by itself */
  where: string;
  order: string;
  /** behind a cursor */
  isDeep?: boolean;
}

const QUESTIONS: Question[] = [
  { name: "by S/N", filter: "", sort: "-snr", where: "snr IS NOT NULL", order: "snr DESC" },
  {
    name: "by S/N, from the middle",
    filter: "",
    sort: "-snr",
    where: "snr IS NOT NULL",
    order: "snr DESC",
    isDeep: true,
  },
  { name: "by S/N, rising", filter: "", sort: "zogy_snr", where: "true", order: "zogy_snr" },
  {
    name: "two cuts, by S/N",
    filter: "zogy_flux > 20 & sfft_sharpness < 0.8",
    sort: "-zogy_snr",
    where: "zogy_snr IS NOT NULL AND zogy_flux > 20 AND sfft_sharpness < 0.8",
    order: "zogy_snr DESC",
  },
  {
    name: "pair of columns, by time",
    filter: "zogy_flux > sfft_flux",
    sort: "mjd",
    where: "zogy_flux > sfft_flux",
    order: "mjd",
  },
  {
    name: "both, one filter, by flux",
    filter: "detected_by = both & filter = H158",
    sort: "-sfft_flux",
    where: "sfft_flux IS NOT NULL AND detected_by = 'both' AND filter = 'H158'",
    order: "sfft_flux DESC",
  },
  {
    name: "real, by S/N",
    filter: "label = 1 & injected = true",
    sort: "-snr",
    where: "snr IS NOT NULL AND label = 1 AND injected",
    order: "snr DESC",
  },
  {
    name: "one job, by peak",
    filter: "jid = jid5",
    sort: "-zogy_peak",
    where: "zogy_peak IS NOT NULL AND jid = 'jid5'",
    order: "zogy_peak DESC",
  },
  {
    name: "rare, by time",
    filter: "zogy_snr > 180",
    sort: "mjd",
    where: "zogy_snr > 180",
    order: "mjd",
  },
  {
    name: "flagged, by S/N",
    filter: "candidate_flags = duplicate",
    sort: "-snr",
    where: "snr IS NOT NULL AND 'duplicate' = ANY (candidate_flags)",
    order: "snr DESC",
  },
  {
    name: "not judged, by S/N",
    filter: "verdict = none",
    sort: "-snr",
    where: "snr IS NOT NULL AND NOT EXISTS (SELECT FROM verdict v WHERE v.candidate_id = candidate.candidate_id)",
    order: "snr DESC",
  },
];

export interface PageRow {
  name: string;
  rows: number;
  /** milliseconds, median */
  ours: number;
  bare: number;
  ratio: number;
  /** against ten times fewer rows; null: the fewest */
  growth: number | null;
}

export interface PageResults {
  pages: PageRow[];
  others: RoomRow[];
  indexes: { rows: number; seconds: number }[];
}

/**
 * Measures every question at every size.
 *
 * @param sizes rows, rising
 * @param rounds of ours and bare SQL in turn
 */
export async function benchPages(sizes: readonly number[], rounds: number): Promise<PageResults> {
  const results: PageResults = { pages: [], others: [], indexes: [] };
  for (const rows of sizes) {
    results.indexes.push({ rows, seconds: await makeCandidates(rows) });
    for (const question of QUESTIONS) {
      const { ours, bare } = await measure(question, rounds);
      const before = results.pages.find((one) => one.name === question.name && one.rows === rows / 10);
      const growth = before ? ours / before.ours : null;
      results.pages.push({ name: question.name, rows, ours, bare, ratio: ours / bare, growth });
    }
    results.others.push(...(await measureRooms(rows, results.others)));
  }
  return results;
}

async function measure(question: Question, rounds: number): Promise<{ ours: number; bare: number }> {
  const request: CandidateRequest = {
    ...candidateSelection({ filter: question.filter }),
    sort: parseCandidateSort(question.sort),
    limit: LIMIT,
    columns: COLUMNS,
    after: question.isDeep ? JSON.stringify([6.5, "1"]) : null,
  };
  const keyset = question.isDeep ? " AND (snr, row_id) < (6.5, 1)" : "";
  const direction = question.order.endsWith("DESC") ? "DESC" : "ASC";
  const sql = `SELECT row_id, job_id, candidate_id, jid, source, x, y, detected_by, label, injected, ${COLUMNS.join(", ")}
    FROM candidate WHERE mode = 'annulus' AND ${question.where}${keyset} ORDER BY ${question.order}, row_id ${direction} LIMIT ${LIMIT + 1}`;
  const times: Record<"ours" | "bare", number[]> = { ours: [], bare: [] };
  for (let round = -WARM_ROUNDS; round < rounds; round++) {
    const before = performance.now();
    const page = await listCandidates(request);
    const between = performance.now();
    const { rows } = await pool().query<{ row_id: string }>(sql);
    const after = performance.now();
    const same = page.rows.every(({ rowId }, i) => rowId === rows[i]?.row_id);
    if (!same || page.rows.length !== Math.min(LIMIT, rows.length))
      throw new Error(`${question.name}: other rows than bare SQL's`);
    if (round < 0) continue;
    times.ours.push(between - before);
    times.bare.push(after - between);
  }
  return { ours: medianOf(times.ours), bare: medianOf(times.bare) };
}

function medianOf(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

/** Prints a line a question: rows, milliseconds, ratio to bare SQL (1.5 at most), growth (1.3 at most). */
export function printPages({ pages, others, indexes }: PageResults): void {
  for (const { name, rows, ours, bare, ratio, growth } of pages) {
    const verdict = ratio <= 1.5 ? "met" : "NOT MET";
    const grown = growth === null ? "" : `growth ${growth.toFixed(2)} ${growth <= 1.3 ? "met" : "NOT MET"}`;
    console.log(
      `${name.padEnd(26)} ${String(rows).padStart(8)} rows  ${ours.toFixed(2).padStart(8)} ms  bare ${bare.toFixed(2).padStart(8)}  ratio ${ratio.toFixed(2)} ${verdict}  ${grown}`,
    );
  }
  printRooms(others);
  for (const { rows, seconds } of indexes) console.log(`indexes of ${rows} rows built in ${seconds.toFixed(0)} s`);
}
