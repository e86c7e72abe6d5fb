// The candidates of a filter as a table to take away, in the order of the page, with what is said of each.
import "server-only";
import { STORED_COLUMNS, type StoredColumn } from "@/lib/difference/stored-columns";
import type { Table, TableColumn, TableValue } from "@/lib/tables";
import { InvalidParameterError } from "../errors";
import { type CandidateRequest, listCandidates } from "./difference-candidates";
import type { CandidateRow, CandidateValue } from "./difference-rows";

/** A hundred columns of them fit into the memory of a server; more is a task for the files themselves. */
const MOST_ROWS = 100_000;
const PAGE_ROWS = 1000;

/** What people say, behind the columns of the database. */
const SAID: readonly [name: string, description: string, read: (row: CandidateRow) => string | null][] = [
  ["verdict", "what was said of it last; none: not judged", ({ said }) => said?.label ?? null],
  ["verdict_person", "who said it", ({ said }) => said?.person ?? null],
  ["verdict_at", "when, UT", ({ said }) => said?.at ?? null],
  ["verdict_comment", "comment on it", ({ said }) => said?.comment ?? null],
];

/**
 * All rows of a selection with all columns.
 *
 * @param request selection and sort
 * @param meta what was asked for, so that the file can be made again
 * @param mostRows refused above
 * @throws InvalidParameterError for more rows, and as listCandidates
 */
export async function candidateTable(
  request: Pick<CandidateRequest, "mode" | "filter" | "jobId" | "person" | "sort">,
  meta: Record<string, string>,
  mostRows = MOST_ROWS,
): Promise<Table> {
  const stored = STORED_COLUMNS.map((column) => ({ column, values: [] as TableValue[] }));
  const said = SAID.map((column) => ({ column, values: [] as TableValue[] }));
  const names = STORED_COLUMNS.map(({ name }) => name);
  let after: string | null = null;
  let count = 0;
  do {
    const page = await listCandidates({ ...request, after, limit: PAGE_ROWS, columns: names });
    for (const { column, values } of stored)
      for (const row of page.rows) values.push(cellOf(row.values[column.name] ?? null));
    for (const { column, values } of said) for (const row of page.rows) values.push(column[2](row));
    after = page.next;
    count += page.rows.length;
    if (count > mostRows || (count === mostRows && after !== null))
      throw new InvalidParameterError({
        place: "export",
        found: `more than ${mostRows} candidates`,
        expected: "a narrower filter, or bin/annulus candidates on the job folders",
      });
  } while (after !== null);
  const columns = [
    ...stored.map(({ column, values }) => storedColumn(column, values)),
    ...said.map(({ column: [name, description], values }): TableColumn => {
      return { name, type: "text", unit: null, description, values };
    }),
  ];
  return { name: "candidates", meta: { ...meta, rows: String(count) }, columns };
}

function storedColumn({ name, type, unit, description }: StoredColumn, values: TableValue[]): TableColumn {
  return { name, type: type === "texts" ? "text" : type, unit, description, values };
}

/** Words of a list are apart by blanks, as bin/annulus candidates writes them; an empty list is no value. */
function cellOf(value: CandidateValue): TableValue {
  if (!Array.isArray(value)) return value;
  return value.length > 0 ? value.join(" ") : null;
}
