// The queue of candidates to be vetted.
import { z } from "zod";
import { ask } from "@/app/_shell/api";
import type { CandidatePage, CandidateRow } from "@/lib/queries/difference-rows";

const PAGE = 1000;
/** A queue of more is cut: an hour has 3600 seconds. */
const MOST_QUEUED = 5000;
// our own server, of the same version: what it sends is its type
const pageSchema = z.custom<CandidatePage>((value) => typeof value === "object" && value !== null);

/** What leads to a queue. */
export interface QueueAddress {
  mode: string;
  filter: string;
  sort: string;
  person: string;
}

/**
 * The candidates of a filter in its order.
 *
 * @returns at most MOST_QUEUED, and whether there are more
 */
export async function readQueue(address: QueueAddress): Promise<{ rows: CandidateRow[]; hasMore: boolean }> {
  const rows: CandidateRow[] = [];
  let after: string | null = null;
  do {
    const query = new URLSearchParams({ ...address, limit: String(PAGE), ...(after === null ? {} : { after }) });
    const page: CandidatePage = await ask(`/api/v1/candidates?${query}`, pageSchema);
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null && rows.length < MOST_QUEUED);
  return { rows, hasMore: after !== null };
}
