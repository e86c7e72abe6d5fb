// A filter of candidates as SQL. Names of columns come from the registry, everything a person typed goes in as a parameter.
import "server-only";
import type { StoredMode } from "@/lib/difference/candidate";
import { type CandidateFilter, type NumberTerm, parseCandidateFilter } from "@/lib/difference/filter-language";
import { findStoredColumn, type TruthMatchOf } from "@/lib/difference/stored-columns";
import { InvalidParameterError } from "../errors";

/** Which candidates: of one mode, of one job or all, kept by a filter. */
export interface CandidateSelection {
  mode: StoredMode;
  filter: CandidateFilter | null;
  /** null: of all jobs */
  jobId: number | null;
  /** whose verdicts count; null: anybody's */
  person: string | null;
}

/**
 * A selection of what an address holds.
 *
 * @param parts texts, absent ones left out
 * @throws InvalidParameterError as parseCandidateFilter
 */
export function candidateSelection(parts: {
  mode?: StoredMode | undefined;
  filter?: string | undefined;
  jobId?: number | undefined;
  person?: string | undefined;
}): CandidateSelection {
  return {
    mode: parts.mode ?? "annulus",
    filter: parseCandidateFilter(parts.filter ?? ""),
    jobId: parts.jobId ?? null,
    person: parts.person ?? null,
  };
}

/** A verdict stays with the candidate while its place is the same to this, px: another job of that name has other places. */
export const PLACE_RADIUS_PX = 3;

/** Adds a value; its parameter. */
function bind(values: unknown[], value: unknown): string {
  values.push(value);
  return `$${values.length}`;
}

/**
 * Conditions on `c`, a row of candidate.
 *
 * @param selection which
 * @param values parameters so far; gets those of the conditions
 * @returns SQL behind WHERE
 */
export function selectionSql(selection: CandidateSelection, values: unknown[]): string {
  const conditions = [`c.mode = ${bind(values, selection.mode)}`];
  if (selection.jobId !== null) conditions.push(`c.job_id = ${bind(values, selection.jobId)}`);
  if (selection.filter !== null) conditions.push(filterSql(selection.filter, values, selection.person));
  return conditions.join(" AND ");
}

/**
 * A filter as a condition on `c`.
 *
 * @param filter parsed
 * @param values parameters so far; gets those of the condition
 * @param person whose verdicts count; null: anybody's
 */
export function filterSql(filter: CandidateFilter, values: unknown[], person: string | null): string {
  switch (filter.kind) {
    case "and":
    case "or":
      return `(${filter.parts.map((part) => filterSql(part, values, person)).join(filter.kind === "and" ? " AND " : " OR ")})`;
    case "not":
      return `NOT ${filterSql(filter.part, values, person)}`;
    case "numbers":
      return numbersSql(filter, values);
    case "measured":
      return `(${columnSql(filter.column)} IS ${filter.isMeasured ? "NOT " : ""}NULL)`;
    case "text":
      return textSql(filter, values);
    case "contains":
      return `(${columnSql(filter.column)} ILIKE ${bind(values, `%${filter.value.replaceAll(/[\\%_]/g, "\\$&")}%`)})`;
    case "same":
      return `(${columnSql(filter.column)} = ${columnSql(filter.other)})`;
    case "boolean":
      return `(${columnSql(filter.column)} = ${bind(values, filter.value)})`;
    case "word":
      return wordSql(filter, values);
    case "verdict":
      return verdictSql(filter.values, values, person);
  }
}

/**
 * A column of `c`.
 *
 * @param name of the registry
 * @throws InvalidParameterError for a name that is not in it
 */
export function columnSql(name: string): string {
  const column = findStoredColumn(name);
  if (column !== null) return column.match === null ? `c."${column.name}"` : truthMagnitudeSql(column.match);
  throw new InvalidParameterError({
    place: "column",
    found: JSON.stringify(name),
    expected: "a column of the candidate table",
  });
}

/** Ids of truth may stand more than once in a job: the separation tells which of them it is. */
const SAME_TRUTH: Record<TruthMatchOf, string> = {
  truth: "t.candidate_id = c.candidate_id",
  zogy: "t.truth_id = c.zogy_truth_id AND t.zogy_separation_px = c.zogy_truth_sep_px",
  sfft: "t.truth_id = c.sfft_truth_id AND t.sfft_separation_px = c.sfft_truth_sep_px",
};

/** Most candidates have no truth: nothing is looked up for them. */
function truthMagnitudeSql(match: TruthMatchOf): string {
  const id = match === "truth" ? "c.truth_id" : `c.${match}_truth_id`;
  return `(CASE WHEN ${id} IS NOT NULL THEN (SELECT t.mag_ab FROM difference_truth t
    WHERE t.job_id = c.job_id AND t.mode = c.mode AND ${SAME_TRUTH[match]} LIMIT 1) END)`;
}

function numbersSql(filter: CandidateFilter & { kind: "numbers" }, values: unknown[]): string {
  const sides = [filter.left, filter.right];
  // a column against a number alone keeps the column's own type, so that its index serves
  const [left, right] = sides.map((side, i) => {
    const other = sides[1 - i];
    const column = other?.kind === "column" ? findStoredColumn(other.column) : null;
    const isWhole = column?.type === "int64" && side.kind === "number" && isInteger(side.value);
    return isWhole ? `${bind(values, side.value)}::int` : termSql(side, values);
  });
  const operator = filter.operator === "!=" ? "<>" : filter.operator;
  return `(${left} ${operator} ${right})`;
}

function isInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31;
}

function termSql(term: NumberTerm, values: unknown[]): string {
  if (term.kind === "number") return `${bind(values, term.value)}::float8`;
  if (term.kind === "column") return columnSql(term.column);
  if (term.kind === "abs") return `abs(${termSql(term.of, values)})`;
  const [left, right] = [termSql(term.left, values), termSql(term.right, values)];
  // a quotient by 0 is not measured
  return term.operator === "/" ? `(${left}::float8 / NULLIF(${right}, 0))` : `(${left} ${term.operator} ${right})`;
}

function textSql(filter: CandidateFilter & { kind: "text" }, values: unknown[]): string {
  const [only = ""] = filter.values;
  const column = columnSql(filter.column);
  if (filter.values.length === 1) return `(${column} = ${bind(values, only)})`;
  return `(${column} = ANY (${bind(values, filter.values)}::text[]))`;
}

function wordSql(filter: CandidateFilter & { kind: "word" }, values: unknown[]): string {
  const column = columnSql(filter.column);
  const conditions = filter.values.map((value) => {
    // the planner knows how often a column is {}, and nothing of its cardinality
    if (value === "none") return `${column} = '{}'`;
    return value === "any" ? `${column} <> '{}'` : `${bind(values, value)} = ANY (${column})`;
  });
  return `(${conditions.join(" OR ")})`;
}

/**
 * Conditions on a verdict of the candidate `c`: undone ones and those on another place are left out.
 *
 * @param name of the verdict in the statement
 * @param values parameters so far; gets the person
 * @param person whose; null: anybody's
 */
export function verdictsOf(name: string, values: unknown[], person: string | null): string {
  const ofPerson = person === null ? "" : ` AND ${name}.person = ${bind(values, person)}`;
  return `${name}.subject = 'candidate' AND ${name}.candidate_id = c.candidate_id AND ${name}.undone_at IS NULL
    AND (${name}.x IS NULL OR c.x IS NULL OR
      (abs(${name}.x - c.x) <= ${PLACE_RADIUS_PX} AND abs(${name}.y - c.y) <= ${PLACE_RADIUS_PX}))${ofPerson}`;
}

/**
 * What was said last counts. Asked as (not) exists, which become semi- and anti-joins from the few verdicts; one subquery for the last
 * word alone would be run for every row. Behind an exists the place keeps the planner from starting at the verdicts: the names alone let it.
 */
function verdictSql(words: readonly string[], values: unknown[], person: string | null): string {
  const labelled = () => `SELECT FROM verdict v WHERE ${verdictsOf("v", values, person)} AND v.label IS NOT NULL`;
  const isNamed = (label: string) => {
    const ofPerson = person === null ? "" : ` AND v.person = ${bind(values, person)}`;
    return `c.candidate_id IN (SELECT v.candidate_id FROM verdict v WHERE v.subject = 'candidate' AND v.undone_at IS NULL AND ${label}${ofPerson})`;
  };
  const conditions: string[] = [];
  if (words.includes("none")) conditions.push(`NOT EXISTS (${labelled()})`);
  if (words.includes("any")) conditions.push(`(${isNamed("v.label IS NOT NULL")} AND EXISTS (${labelled()}))`);
  const labels = words.filter((word) => word !== "none" && word !== "any");
  if (labels.length > 0) {
    const list = bind(values, labels);
    const isOne = `v.label = ANY (${list}::text[])`;
    const later = `SELECT FROM verdict later WHERE ${verdictsOf("later", values, person)} AND later.label <> ALL (${list}::text[])
      AND (later.at, later.id) > (v.at, v.id)`;
    conditions.push(`(${isNamed(isOne)} AND EXISTS (${labelled()} AND ${isOne} AND NOT EXISTS (${later})))`);
  }
  return `(${conditions.join(" OR ")})`;
}
