// The queue of candidates to be vetted.
import { z } from "zod";
import { ask } from "@/app/_shell/api";
import type { CandidatePage, CandidateRow } from "@/lib/queries/difference-rows";

const PAGE = 1000;
/** A queue of more is cut: a month of verdicts, and some 30 MB in the browser. */
const MOST_QUEUED = 100_000;
// our own server, of the same version: what it sends is its type
const pageSchema = z.custom<CandidatePage>((value) => typeof value === "object" && value !== null);

/** What leads to a queue. */
export interface QueueAddress {
  mode: string;
  filter: string;
  sort: string;
  person: string;
}

export type QueuedRow = Pick<CandidateRow, "rowId" | "candidateId" | "jid" | "source" | "x" | "y" | "said">;

/** A queue as far as it is here. */
export interface QueuePart {
  rows: QueuedRow[];
  /** another part follows */
  isComing: boolean;
  /** there are more than these: on their way, or cut away */
  hasMore: boolean;
}

/**
 * The candidates of a filter in its order, as the pages of the server come in.
 *
 * @param address of the queue
 * @returns each part has the rows of those before; the last one at most MOST_QUEUED
 */
export async function* readQueue(address: QueueAddress): AsyncGenerator<QueuePart> {
  let rows: QueuedRow[] = [];
  let after: string | null = null;
  do {
    const query = new URLSearchParams({ ...address, limit: String(PAGE), ...(after === null ? {} : { after }) });
    const page: CandidatePage = await ask(`/api/v1/candidates?${query}`, pageSchema);
    rows = [...rows, ...page.rows.map(queuedRow)];
    after = page.next;
    yield { rows, isComing: after !== null && rows.length < MOST_QUEUED, hasMore: after !== null };
  } while (after !== null && rows.length < MOST_QUEUED);
}

function queuedRow({ rowId, candidateId, jid, source, x, y, said }: CandidateRow): QueuedRow {
  return { rowId, candidateId, jid, source, x, y, said };
}
