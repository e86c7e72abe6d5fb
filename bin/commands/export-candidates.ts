// `annulus export candidates`: the table that the page of candidates gives to take away.

import { STORED_MODES } from "@/lib/difference/candidate";
import { parseCandidateSort } from "@/lib/queries/difference-candidates";
import { candidateTable } from "@/lib/queries/difference-export";
import { candidateSelection } from "@/lib/queries/difference-filter";
import type { Table } from "@/lib/tables";
import { UsageError } from "./usage";

/** Options as typed. */
export interface CandidatesToExport {
  mode?: string | undefined;
  /** as on the page */
  filter?: string | undefined;
  /** "-snr" falls, "snr" rises */
  sort?: string | undefined;
  /** apart by commas; left out: all */
  columns?: string | undefined;
}

/**
 * Candidates of a filter, as the page's Export gives them.
 *
 * @param asked options
 * @returns the table, possibly without rows
 * @throws UsageError for a mode or a column that is not there; InvalidParameterError for a filter, a sort or too many rows
 */
export async function readCandidateTable(asked: CandidatesToExport): Promise<Table> {
  const { mode: typed = "annulus", filter = "", sort = "", columns } = asked;
  const mode = STORED_MODES.find((one) => one === typed);
  if (mode === undefined) throw new UsageError(`--mode ${typed}: expected one of ${STORED_MODES.join(", ")}`);
  const request = { ...candidateSelection({ mode, filter }), sort: parseCandidateSort(sort) };
  const table = await candidateTable(request, { source: "Annulus", mode, filter, sort, positions: "0-based" });
  return columns === undefined ? table : withColumns(table, columns.split(","));
}

/** In the order asked for. */
function withColumns(table: Table, names: readonly string[]): Table {
  const columns = names.map((name) => {
    const column = table.columns.find((one) => one.name === name.trim());
    if (column !== undefined) return column;
    throw new UsageError(
      `--columns ${name}: expected columns of the table: ${table.columns.map((one) => one.name).join(", ")}`,
    );
  });
  return { ...table, columns };
}
