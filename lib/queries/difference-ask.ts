// Statements over candidates within bounds of time: no filter that a person writes holds the server for minutes.
import "server-only";
import type { QueryConfig, QueryResultRow } from "pg";
import { boundedPool } from "@/lib/database/client";
import { TaskFailedError } from "../errors";

/** How long a statement may take, ms. */
export interface Patience {
  /** by the plan of the planner's choice */
  first: number;
  /** by any other */
  last: number;
}

/** A page off an index takes some 3 ms; reading the whole table of 10^6 candidates 700. */
const PATIENCE: Patience = { first: 300, last: 20_000 };

/** SQLSTATE query_canceled. */
const CANCELED = "57014";

/**
 * Rows of a statement.
 *
 * @param statement over candidates
 * @param patience when it is ended
 * @throws TaskFailedError when it takes longer
 */
export async function askCandidates<Row extends QueryResultRow>(
  statement: QueryConfig,
  patience = PATIENCE,
): Promise<Row[]> {
  try {
    return (await boundedPool(patience.last).query<Row>(statement)).rows;
  } catch (error) {
    throw isCanceled(error) ? tooLong(patience, error) : error;
  }
}

/**
 * Rows of a statement with ORDER BY and LIMIT and conditions that a person wrote. The planner walks the index of the order until the
 * page is full; of columns that go together it knows nothing, and may walk over 10^6 rows one by one, which takes ten times as long as
 * reading the table. So a walk that does not end soon is given up for the rows by their conditions, sorted.
 *
 * @param statement over candidates
 * @param patience when a plan is given up
 * @throws TaskFailedError when the second takes too long as well
 */
export async function askForPage<Row extends QueryResultRow>(
  statement: QueryConfig,
  patience = PATIENCE,
): Promise<Row[]> {
  try {
    return (await boundedPool(patience.first).query<Row>(statement)).rows;
  } catch (error) {
    if (!isCanceled(error)) throw error;
  }
  const client = await boundedPool(patience.last).connect();
  try {
    await client.query("BEGIN READ ONLY; SET LOCAL enable_indexscan = off");
    return (await client.query<Row>(statement)).rows;
  } catch (error) {
    throw isCanceled(error) ? tooLong(patience, error) : error;
  } finally {
    await client.query("ROLLBACK").finally(() => client.release());
  }
}

function isCanceled(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === CANCELED;
}

function tooLong({ last }: Patience, cause: unknown): TaskFailedError {
  return new TaskFailedError(
    {
      place: "candidates",
      found: `a question that the database had not answered after ${last / 1000} s`,
      expected: "one that keeps fewer rows: add a cut on a measured column or a job",
    },
    { cause },
  );
}
