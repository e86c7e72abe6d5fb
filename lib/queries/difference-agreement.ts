// What two people said of the same candidates, counted where the verdicts are: a page asks again after each verdict, and must not read all.
import "server-only";
import { cohenKappa, type Kappa } from "@/lib/difference/compare/reader-agreement";
import { askCandidates } from "./difference-ask";
import { type CandidateSelection, selectionSql, verdictsOf } from "./difference-filter";

const MOST_DISAGREEMENTS = 500;

/** Agreement of two people. */
export interface PeopleAgreement {
  /** candidates with a label of both; of the first alone; of the second alone */
  compared: number;
  ofFirstAlone: number;
  ofSecondAlone: number;
  kappa: Kappa;
  /** how often the first gave a label and the second another or the same */
  pairs: { first: string; second: string; count: number }[];
  /** candidates to which they gave different labels */
  differing: number;
  /** those of them by name, the first 500 */
  disagreements: { rowId: string; candidateId: string; first: string; second: string }[];
}

interface PairRow {
  first: string | null;
  second: string | null;
  count: number;
  /** those of the pair that are listed */
  rows: { rowId: string; candidateId: string }[];
}

/**
 * The last label of each of two people on every candidate of a selection.
 *
 * @param selection which candidates
 * @param people the two
 */
export async function findAgreement(
  selection: CandidateSelection,
  [first, second]: readonly [string, string],
): Promise<PeopleAgreement> {
  const values: unknown[] = [first, second, MOST_DISAGREEMENTS];
  const where = selectionSql(selection, values);
  const text = `WITH word AS (
      SELECT DISTINCT ON (c.row_id, v.person) c.row_id, c.candidate_id, v.person, v.label
      FROM verdict v JOIN candidate c ON c.candidate_id = v.candidate_id
      WHERE v.person IN ($1, $2) AND v.label IS NOT NULL AND ${verdictsOf("v", values, null)} AND ${where}
      ORDER BY c.row_id, v.person, v.at DESC, v.id DESC),
    pair AS (
      SELECT row_id, candidate_id, max(label) FILTER (WHERE person = $1) AS first, max(label) FILTER (WHERE person = $2) AS second
      FROM word GROUP BY row_id, candidate_id)
    SELECT first, second, count(*)::int AS count,
      coalesce(json_agg(json_build_object('rowId', row_id::text, 'candidateId', candidate_id) ORDER BY place)
        FILTER (WHERE first <> second AND place <= $3::int), '[]') AS rows
    FROM (SELECT *, row_number() OVER (PARTITION BY first <> second ORDER BY candidate_id, row_id) AS place FROM pair) numbered
    GROUP BY first, second ORDER BY first, second`;
  return agreementOf(await askCandidates<PairRow>({ text, values }));
}

function agreementOf(rows: readonly PairRow[]): PeopleAgreement {
  const both = rows.flatMap(({ first, second, ...row }) =>
    first === null || second === null ? [] : [{ first, second, ...row }],
  );
  const labels = [...new Set(both.flatMap(({ first, second }) => [first, second]))].sort();
  const table = new Uint32Array(labels.length ** 2);
  for (const { first, second, count } of both)
    table[labels.indexOf(first) * labels.length + labels.indexOf(second)] = count;
  const sum = (kept: readonly { count: number }[]) => kept.reduce((total, { count }) => total + count, 0);
  const compared = sum(both);
  const ofFirstAlone = sum(rows.filter(({ second }) => second === null));
  const ofSecondAlone = sum(rows.filter(({ first }) => first === null));
  return {
    ...{ compared, ofFirstAlone, ofSecondAlone },
    kappa: cohenKappa({ labels, table, compared }),
    differing: sum(both.filter((pair) => pair.first !== pair.second)),
    pairs: both.map(({ first, second, count }) => ({ first, second, count })),
    disagreements: both
      .flatMap(({ first, second, rows: listed }) => listed.map((row) => ({ ...row, first, second })))
      .sort((a, b) => (a.candidateId < b.candidateId ? -1 : 1)),
  };
}
