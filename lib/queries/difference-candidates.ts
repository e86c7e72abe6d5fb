// Pages of candidates in the order of any column. Sized for 10^7 rows: the index of the sorted column gives the page, whatever
// stands before it; rows without the value come last in either direction.
import "server-only";
import { z } from "zod";
import { keptStatement } from "@/lib/database/kept-statement";
import { requiresMeasured } from "@/lib/difference/filter-language";
import { findStoredColumn } from "@/lib/difference/stored-columns";
import { InvalidParameterError } from "../errors";
import { askCandidates, askForPage } from "./difference-ask";
import { type CandidateSelection, columnSql, selectionSql } from "./difference-filter";
import type { CandidatePage, CandidateRow, CandidateSaid } from "./difference-rows";
import { listSaid } from "./difference-said";

export interface CandidateSort {
  /** name of a stored column */
  column: string;
  direction: "asc" | "desc";
}

export interface CandidateRequest extends CandidateSelection {
  /** null: as the jobs were read */
  sort: CandidateSort | null;
  /** CandidatePage.next of the page before */
  after?: string | null;
  /** CandidatePage.previous of the page behind */
  before?: string | null;
  limit: number;
  /** names of stored columns for CandidateRow.values */
  columns: readonly string[];
}

/** Where a page ends: the value of the sorted column (null: not measured, or no sort) and the row. */
interface Cursor {
  value: number | string | boolean | null;
  rowId: string;
}

const cursorSchema = z.tuple([
  z.union([z.number(), z.string().max(400), z.boolean(), z.null()]),
  z.string().regex(/^\d{1,19}$/),
]);

/** The stretches of the order: rows with a value, then those without; or both at once, which is how an index rises. */
type Stretch = "measured" | "rest" | "whole";

/** How a page is walked: forwards, or from its end when the page before is asked for. */
interface Walk {
  request: CandidateRequest;
  cursor: Cursor | null;
  isBackward: boolean;
}

/** Columns that every row has. */
const BASE = `c.row_id AS "rowId", c.job_id AS "jobId", c.candidate_id AS "candidateId", c.jid, c.source, c.x, c.y,
  c.detected_by AS "detectedBy", c.label, c.injected`;

/**
 * One page of candidates with what is said of them.
 *
 * @param request selection, sort, cursor, at most 1000 rows
 * @returns the page and the cursors of its neighbours
 * @throws InvalidParameterError for a column or cursor that cannot be
 */
export async function listCandidates(request: CandidateRequest): Promise<CandidatePage> {
  if (!(Number.isInteger(request.limit) && request.limit >= 1 && request.limit <= 1000)) {
    throw new InvalidParameterError({ place: "limit", found: String(request.limit), expected: "1 to 1000 rows" });
  }
  const text = request.before ?? request.after ?? null;
  const isBackward = request.before != null;
  const walk: Walk = { request, cursor: text === null ? null : readCursor(text), isBackward };
  const found: FoundRow[] = [];
  for (const stretch of stretchesOf(walk)) {
    const missing = request.limit + 1 - found.length;
    if (missing > 0) found.push(...(await readStretch(walk, stretch, missing)));
  }
  const hasMore = found.length > request.limit;
  const shown = found.slice(0, request.limit);
  if (isBackward) shown.reverse();
  const [first, last] = [shown[0], shown.at(-1)];
  const hasBefore = isBackward ? hasMore : walk.cursor !== null;
  const hasBehind = isBackward || hasMore;
  const said = await listSaid(shown, request.person);
  const keys = request.columns.map((name, i): ValueKey => [name, `v${i}`]);
  return {
    rows: shown.map((row) => candidateRow(row, keys, said.get(row.rowId) ?? null)),
    previous: hasBefore && first ? cursorText(first) : null,
    next: hasBehind && last ? cursorText(last) : null,
  };
}

function stretchesOf({ request: { sort, filter }, cursor, isBackward }: Walk): Stretch[] {
  if (sort === null) return ["rest"];
  if (requiresMeasured(filter, sort.column)) return ["measured"];
  if (sort.direction === "asc" && cursor === null) return ["whole"];
  const all: Stretch[] = isBackward ? ["rest", "measured"] : ["measured", "rest"];
  if (cursor === null) return all;
  return all.slice(all.indexOf(cursor.value === null ? "rest" : "measured"));
}

interface FoundRow extends Omit<CandidateRow, "values" | "said"> {
  sortKey: Cursor["value"];
  [value: `v${number}`]: CandidateRow["values"][string];
}

async function readStretch(walk: Walk, stretch: Stretch, limit: number): Promise<FoundRow[]> {
  const { request, isBackward } = walk;
  const values: unknown[] = [];
  const where = [selectionSql(request, values)];
  const column = request.sort === null ? null : columnSql(request.sort.column);
  const isDescending = (request.sort?.direction === "desc") !== isBackward;
  const [sign, direction] = isDescending ? ["<", "DESC"] : [">", "ASC"];
  const key = stretch === "rest" ? null : column;
  if (column !== null && stretch !== "whole") where.push(`${column} IS ${key === null ? "" : "NOT "}NULL`);
  where.push(...cursorSql(walk, key, sign, values));
  const order = key === null ? `c.row_id ${direction}` : `${key} ${direction}, c.row_id ${direction}`;
  const columns = request.columns.map((name, i) => `${columnSql(name)} AS v${i}`);
  // the limit stands in the text: a plan that is kept must know that it is small
  const text = `SELECT ${[BASE, `${key ?? "NULL"} AS "sortKey"`, ...columns].join(", ")} FROM candidate c
     WHERE ${where.join(" AND ")} ORDER BY ${order} LIMIT ${limit}`;
  // without a filter one plan is right whatever the values; of a filter each value may want another
  if (request.filter === null) return askCandidates(keptStatement(text, values));
  const isWalked = request.sort === null || findStoredColumn(request.sort.column)?.isIndexed === true;
  return isWalked ? askForPage({ text, values }) : askCandidates({ text, values });
}

/** Rows behind the cursor within its stretch; a later stretch begins at its beginning. */
function cursorSql({ cursor }: Walk, key: string | null, sign: string, values: unknown[]): string[] {
  if (cursor === null || (cursor.value === null) !== (key === null)) return [];
  values.push(cursor.rowId);
  const row = `$${values.length}::bigint`;
  if (key === null) return [`c.row_id ${sign} ${row}`];
  values.push(cursor.value);
  return [`(${key}, c.row_id) ${sign} ($${values.length}, ${row})`];
}

function readCursor(text: string): Cursor {
  const refused = (cause?: unknown) =>
    new InvalidParameterError(
      { place: "cursor", found: JSON.stringify(text.slice(0, 80)), expected: "what a page gave as next or previous" },
      { cause },
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw refused(error);
    throw error;
  }
  const parsed = cursorSchema.safeParse(json);
  if (!parsed.success) throw refused(parsed.error);
  const [value, rowId] = parsed.data;
  return { value, rowId };
}

function cursorText({ sortKey, rowId }: FoundRow): string {
  return JSON.stringify([sortKey, rowId]);
}

type ValueKey = [name: string, key: `v${number}`];

function candidateRow(found: FoundRow, keys: readonly ValueKey[], said: CandidateSaid | null): CandidateRow {
  const { rowId, jobId, candidateId, jid, source, x, y, detectedBy, label, injected } = found;
  const values: CandidateRow["values"] = {};
  for (const [name, key] of keys) values[name] = found[key] ?? null;
  return { rowId, jobId, candidateId, jid, source, x, y, detectedBy, label, injected, said, values };
}

/**
 * A sort of an address: "-snr" falls, "snr" rises.
 *
 * @param text absent: as the jobs were read
 * @throws InvalidParameterError for no column
 */
export function parseCandidateSort(text: string | undefined): CandidateSort | null {
  if (text === undefined || text === "") return null;
  const name = text.replace(/^-/, "");
  const column = findStoredColumn(name);
  if (column !== null && column.type !== "texts") {
    return { column: column.name, direction: text.startsWith("-") ? "desc" : "asc" };
  }
  throw new InvalidParameterError({
    place: "sort",
    found: JSON.stringify(text),
    expected: "a column, with - before it when it falls",
  });
}
