// What the page of candidates shows first, of its address. A filter that cannot be read is no fault of the page: it is said where it stands.
import { z } from "zod";
import { askedColumns, shownColumns } from "@/components/difference/candidates-table-columns";
import { STORED_MODES } from "@/lib/difference/candidate";
import { InvalidParameterError } from "@/lib/errors";
import { listCandidateViews } from "@/lib/queries/candidate-views";
import { listCandidates, parseCandidateSort } from "@/lib/queries/difference-candidates";
import { candidateSelection } from "@/lib/queries/difference-filter";
import type { CandidatePage } from "@/lib/queries/difference-rows";
import { findDifferenceTotals } from "@/lib/queries/difference-totals";
import { CANDIDATES_DEFAULTS } from "./candidates-state";

const PAGE_ROWS = 200;

const NO_ROWS: CandidatePage = { rows: [], next: null, previous: null };

const text = z.union([z.string(), z.array(z.string()).transform((all) => all[0] ?? "")]);
const parametersSchema = z.object({
  mode: z.enum(STORED_MODES).catch("annulus"),
  filter: text.default(CANDIDATES_DEFAULTS.filter),
  sort: text.default(CANDIDATES_DEFAULTS.sort),
  cols: text.default(CANDIDATES_DEFAULTS.cols),
});

/** @returns first rows, what is wrong with the filter, how many jobs there are, and saved views */
export async function readCandidatesPage(parameters: Record<string, string | string[] | undefined>) {
  const { mode, filter, sort, cols } = parametersSchema.parse(parameters);
  const [totals, views] = await Promise.all([findDifferenceTotals(), listCandidateViews()]);
  try {
    const selection = candidateSelection({ mode, filter });
    const columns = askedColumns(shownColumns(cols));
    const page = await listCandidates({ ...selection, sort: parseCandidateSort(sort), limit: PAGE_ROWS, columns });
    return { mode, page, totals, views, problem: null };
  } catch (error) {
    if (!(error instanceof InvalidParameterError)) throw error;
    return { mode, page: NO_ROWS, totals, views, problem: error.message };
  }
}
