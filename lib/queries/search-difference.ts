// Difference imaging in the search box: jobs by the beginning of their names, candidates by their whole id.
import "server-only";
import { pool } from "@/lib/database/client";

const MOST_JOBS = 5;

/** What the search box shows of it. */
export interface FoundDifference {
  kind: "job" | "candidate";
  label: string;
  detail: string;
  href: string;
}

/**
 * Jobs and candidates that a text may mean: jid87210, 87210 (its number alone), jid87210:zogy:12.
 *
 * @param text without blanks about it
 * @returns the candidate, or at most five jobs; empty for texts that look like neither
 */
export async function searchDifference(text: string): Promise<FoundDifference[]> {
  if (/^\w+:\w+:\d{1,19}$/.test(text)) return findCandidate(text);
  if (!/^(jid\d*|\d{2,9}|[a-z]+_stamps?)$/i.test(text)) return [];
  const name = /^\d+$/.test(text) ? `jid${text}` : text;
  const { rows } = await pool().query<{ jid: string; filter: string | null; field: string | null; state: string }>(
    `SELECT DISTINCT ON (length(job.jid), job.jid) job.jid, job.filter, job.field, job.state
     FROM difference_job job JOIN mount ON mount.id = job.mount_id
     WHERE mount.removed_at IS NULL AND job.jid ILIKE $1 ORDER BY length(job.jid), job.jid LIMIT ${MOST_JOBS}`,
    [`${name.replaceAll(/[%_\\]/g, "\\$&")}%`],
  );
  return rows.map(({ jid, filter, field, state }) => ({
    kind: "job",
    label: jid,
    detail: ["difference job", filter, field && `field ${field}`, state === "present" ? null : state]
      .filter(Boolean)
      .join(" · "),
    href: `/difference/${encodeURIComponent(jid)}`,
  }));
}

async function findCandidate(id: string): Promise<FoundDifference[]> {
  const { rows } = await pool().query<{ id: string; jid: string }>(
    `SELECT c.candidate_id AS id, c.jid FROM candidate c JOIN difference_job job ON job.id = c.job_id
       JOIN mount ON mount.id = job.mount_id
     WHERE mount.removed_at IS NULL AND c.candidate_id = $1 LIMIT 1`,
    [id],
  );
  return rows.map(({ id: candidateId, jid }) => ({
    kind: "candidate",
    label: candidateId,
    detail: `candidate of ${jid}`,
    href: `/candidates/${encodeURIComponent(candidateId)}`,
  }));
}
