// What the page of the comparison shows, of its address.
import { InvalidParameterError } from "@/lib/errors";
import { compareAlgorithms } from "@/lib/queries/difference-compare";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import { type CompareRequest, parseCompareRequest } from "@/lib/queries/difference-compare-request";
import { findDifferenceTotals } from "@/lib/queries/difference-totals";
import { FOUND_BY, listTruth, type TruthPage } from "@/lib/queries/difference-truth-list";

type Parameters = Record<string, string | string[] | undefined>;

const TRUTH_ROWS = 200;

export interface ComparePageData {
  mode: "annulus" | "reference";
  bands: string[];
  jobCount: number;
  /** null: the request is refused */
  answer: CompareAnswer | null;
  /** sources behind a clicked bin; null: none is clicked */
  truth: TruthPage | null;
  problem: string | null;
}

export async function readComparePage(parameters: Parameters): Promise<ComparePageData> {
  const mode = parameters.mode === "reference" ? "reference" : "annulus";
  const { bands, jobs } = await findDifferenceTotals();
  const facts = { mode, bands, jobCount: jobs } as const;
  try {
    const request = parseCompareRequest(parameters);
    const [answer, truth] = await Promise.all([compareAlgorithms(request), readTruth(request, parameters)]);
    return { ...facts, answer, truth, problem: null };
  } catch (error) {
    if (!(error instanceof InvalidParameterError)) throw error;
    return { ...facts, answer: null, truth: null, problem: error.message };
  }
}

async function readTruth(request: CompareRequest, { found, bin }: Parameters): Promise<TruthPage | null> {
  if (!found && !bin) return null;
  const wanted = FOUND_BY.find((name) => name === found) ?? "any";
  const [start, end] = typeof bin === "string" && bin !== "" ? bin.split(",").map(Number) : [];
  const limits = { magfrom: finite(start) ?? request.magfrom, magto: finite(end) ?? request.magto };
  return listTruth({ ...request, ...limits, found: wanted }, null, TRUTH_ROWS);
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
