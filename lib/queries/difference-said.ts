// The last word on candidates. Asked by their ids in a statement of its own, whose plan is kept: joined to a page it would be planned
// with each of them, which takes longer than another trip to the database (2.0 ms against 1.3 of a page of 0.9).
import "server-only";
import { pool } from "@/lib/database/client";
import { keptStatement } from "@/lib/database/kept-statement";
import { PLACE_RADIUS_PX } from "./difference-filter";
import type { CandidateRow, CandidateSaid } from "./difference-rows";

interface SaidRow extends CandidateSaid {
  candidateId: string;
  x: number | null;
  y: number | null;
}

/**
 * What is said of some candidates.
 *
 * @param candidates with their places: what was said of another place under the same id does not count
 * @param person whose word; null: anybody's, the last
 * @returns by row, those of which something is said
 */
export async function listSaid(
  candidates: readonly Pick<CandidateRow, "rowId" | "candidateId" | "x" | "y">[],
  person: string | null,
): Promise<Map<string, CandidateSaid>> {
  const said = new Map<string, CandidateSaid>();
  if (candidates.length === 0) return said;
  const { rows } = await pool().query<SaidRow>(
    keptStatement(
      `SELECT candidate_id AS "candidateId", x, y, label, comment, person, to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
     FROM verdict WHERE candidate_id = ANY ($1::text[]) AND subject = 'candidate' AND undone_at IS NULL
       ${person === null ? "" : "AND person = $2"} ORDER BY verdict.at DESC, id DESC`,
      [candidates.map(({ candidateId }) => candidateId), ...(person === null ? [] : [person])],
    ),
  );
  const byId = Map.groupBy(rows, ({ candidateId }) => candidateId);
  for (const candidate of candidates) {
    const last = byId.get(candidate.candidateId)?.find((row) => isSamePlace(row, candidate));
    if (!last) continue;
    const { label, comment, person: by, at } = last;
    said.set(candidate.rowId, { label, comment, person: by, at });
  }
  return said;
}

function isSamePlace(a: Pick<SaidRow, "x" | "y">, b: Pick<SaidRow, "x" | "y">): boolean {
  if (a.x === null || a.y === null || b.x === null || b.y === null) return true;
  return Math.abs(a.x - b.x) <= PLACE_RADIUS_PX && Math.abs(a.y - b.y) <= PLACE_RADIUS_PX;
}
