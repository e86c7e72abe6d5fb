// The language in which candidates are filtered: in the address, in saved views, in the API and in exports.
//
//   zogy_flux > 20 & sfft_sharpness < 0.8       columns against numbers
//   zogy_flux > 2 * sfft_flux                   any pair, with + - * / and abs()
//   filter = H158, F184 | jid ~ 872             one of some texts; ~ a part of one
//   truth_id = none & !(injected = true)        none: not measured, any: measured
//   candidate_flags = duplicate                 has the word; none: has no word
//   cut_failed = none                           passes RAPID's cuts; zogy:elongation, elongation of either, zogy: fails it
//   verdict = none                              nobody has judged; any; or what somebody said
//
// & before |, brackets as usual, the words and, or, not as well. A comparison with a value that was not measured keeps
// nothing, and neither does its negation. Pure: parsed on the server, and by the page while it is typed.

import { InvalidParameterError } from "../errors";
import { cutsMeant, FAILED_CUTS } from "./cuts";
import { FilterText } from "./filter-text";
import { findStoredColumn, type StoredColumn } from "./stored-columns";

export type Comparison = "<" | "<=" | "=" | "!=" | ">=" | ">";

/** A number, a column of numbers, or a sum of them. */
export type NumberTerm =
  | { kind: "number"; value: number }
  | { kind: "column"; column: string }
  | { kind: "abs"; of: NumberTerm }
  | { kind: "binary"; operator: "+" | "-" | "*" | "/"; left: NumberTerm; right: NumberTerm };

export type CandidateFilter =
  | { kind: "and" | "or"; parts: CandidateFilter[] }
  | { kind: "not"; part: CandidateFilter }
  | { kind: "numbers"; operator: Comparison; left: NumberTerm; right: NumberTerm }
  | { kind: "measured"; column: string; isMeasured: boolean }
  | { kind: "text"; column: string; values: string[] }
  | { kind: "contains"; column: string; value: string }
  | { kind: "same"; column: string; other: string }
  | { kind: "boolean"; column: string; value: boolean }
  | { kind: "word"; column: string; values: string[] }
  | { kind: "verdict"; values: string[] };

const DEEPEST = 40;
const COMPARISONS: readonly Comparison[] = ["<=", ">=", "!=", "<", ">", "="];
/** What people say, not a column of the table. */
const VERDICT: StoredColumn = {
  name: "verdict",
  type: "text",
  unit: null,
  description: "what people say",
  isFeature: false,
  isIndexed: false,
  twin: null,
  match: null,
};

/**
 * Reads a filter.
 *
 * @param text as above; blank: no filter
 * @returns null for a blank one
 * @throws InvalidParameterError with the character at which it went wrong, what is there and what could be
 */
export function parseCandidateFilter(text: string): CandidateFilter | null {
  const rest = new FilterText(text);
  if (rest.isAtEnd()) return null;
  const filter = readOr(rest, 0);
  if (!rest.isAtEnd()) throw rest.refusal("& or | and another condition, or the end");
  return filter;
}

function readOr(rest: FilterText, depth: number): CandidateFilter {
  if (depth > DEEPEST) throw rest.refusal(`at most ${DEEPEST} brackets within each other`);
  return readList(rest, "or", ["||", "|"], () => readList(rest, "and", ["&&", "&"], () => readNot(rest, depth)));
}

function readList(
  rest: FilterText,
  kind: "and" | "or",
  signs: readonly string[],
  readPart: () => CandidateFilter,
): CandidateFilter {
  const first = readPart();
  const parts = [first];
  while (rest.takeSign(signs) !== null || rest.takeWord(kind)) parts.push(readPart());
  return parts.length === 1 ? first : { kind, parts };
}

function readNot(rest: FilterText, depth: number): CandidateFilter {
  if (depth > DEEPEST) throw rest.refusal(`at most ${DEEPEST} brackets within each other`);
  if (rest.takeWord("not") || (!rest.isNext("!=") && rest.takeSign(["!"]) !== null)) {
    return { kind: "not", part: readNot(rest, depth + 1) };
  }
  const start = rest.position;
  if (rest.takeSign(["("]) !== null) {
    // a bracket may hold conditions, or the beginning of a sum
    const inner = attempt(() => {
      const filter = readOr(rest, depth + 1);
      if (rest.takeSign([")"]) === null) throw rest.refusal(")");
      return filter;
    });
    if (inner.filter !== null && !rest.isNextOperator()) return inner.filter;
    const reached = rest.position;
    rest.position = start;
    const comparison = attempt(() => readCondition(rest, depth));
    if (comparison.filter !== null) return comparison.filter;
    // whichever came further knows better what is wrong
    const error = inner.error ?? comparison.error;
    throw rest.position > reached ? comparison.error : error;
  }
  return readCondition(rest, depth);
}

function attempt(work: () => CandidateFilter) {
  try {
    return { filter: work(), error: null };
  } catch (error) {
    if (!(error instanceof InvalidParameterError)) throw error;
    return { filter: null, error };
  }
}

function readCondition(rest: FilterText, depth: number): CandidateFilter {
  const start = rest.position;
  const name = rest.takeName();
  const column = name === null ? null : name === VERDICT.name ? VERDICT : findStoredColumn(name);
  if (column !== null && column.type !== "float64" && column.type !== "int64") return readWords(rest, column);
  rest.position = start;
  const left = readSum(rest, depth);
  const operator = rest.takeSign(["==", ...COMPARISONS]);
  if (operator === null) throw rest.refusal("<, <=, =, !=, >= or >");
  if (left.kind === "column" && (operator === "=" || operator === "==" || operator === "!=")) {
    const isNegated = operator === "!=";
    if (rest.takeWord("none")) return { kind: "measured", column: left.column, isMeasured: isNegated };
    if (rest.takeWord("any")) return { kind: "measured", column: left.column, isMeasured: !isNegated };
  }
  return { kind: "numbers", operator: comparisonOf(operator), left, right: readSum(rest, depth) };
}

function comparisonOf(sign: string): Comparison {
  return COMPARISONS.find((comparison) => comparison === sign) ?? "=";
}

/** What may stand behind a column of texts, of words, of yes or no, or behind verdict. */
function readWords(rest: FilterText, column: StoredColumn): CandidateFilter {
  if (column.type === "text" && column !== VERDICT && rest.takeSign(["~"]) !== null) {
    return { kind: "contains", column: column.name, value: rest.requireValue("a part of a text") };
  }
  const sign = rest.takeSign(["==", "=", "!="]);
  if (sign === null) throw rest.refusal(column.type === "text" && column !== VERDICT ? "=, != or ~" : "= or !=");
  const start = rest.position;
  const values = [rest.requireValue(column.type === "bool" ? "true or false" : "a text")];
  while (rest.takeSign([","]) !== null) values.push(rest.requireValue("another text"));
  const condition = wordsCondition(column, values, (expected) => {
    rest.position = start;
    return rest.refusal(expected);
  });
  return sign === "!=" ? { kind: "not", part: condition } : condition;
}

function wordsCondition(
  column: StoredColumn,
  values: string[],
  refuse: (expected: string) => InvalidParameterError,
): CandidateFilter {
  const [value = ""] = values;
  const { name } = column;
  if (column === VERDICT) return { kind: "verdict", values };
  if (name === "cut_failed") return { kind: "word", column: name, values: cutWords(values, refuse) };
  if (column.type === "texts") return { kind: "word", column: name, values };
  if (values.length === 1 && (value === "none" || value === "any")) {
    return { kind: "measured", column: name, isMeasured: value === "any" };
  }
  if (column.type === "bool") {
    const isTrue = ["true", "yes", "1"].includes(value);
    if (values.length > 1 || !(isTrue || ["false", "no", "0"].includes(value)))
      throw refuse("true, false, none or any");
    return { kind: "boolean", column: name, value: isTrue };
  }
  const other = values.length === 1 ? findStoredColumn(value) : null;
  if (other?.type === "text") return { kind: "same", column: name, other: other.name };
  return { kind: "text", column: name, values };
}

/** Words as they are stored: a cut alone is that of either algorithm, an algorithm alone any of its cuts. */
function cutWords(values: readonly string[], refuse: (expected: string) => InvalidParameterError): string[] {
  return values.flatMap((value): readonly string[] => {
    const words = value === "none" || value === "any" ? [value] : cutsMeant(value);
    if (words === null) throw refuse(`none, any, zogy, sfft, a cut, or ${FAILED_CUTS.join(", ")}`);
    return words;
  });
}

function readSum(rest: FilterText, depth: number): NumberTerm {
  if (depth > DEEPEST) throw rest.refusal(`at most ${DEEPEST} brackets within each other`);
  return readTerms(rest, ["+", "-"], () => readTerms(rest, ["*", "/"], () => readFactor(rest, depth)));
}

function readTerms(rest: FilterText, signs: readonly ("+" | "-" | "*" | "/")[], read: () => NumberTerm): NumberTerm {
  let left = read();
  for (let operator = rest.takeSign(signs); operator !== null; operator = rest.takeSign(signs)) {
    left = { kind: "binary", operator, left, right: read() };
  }
  return left;
}

function readFactor(rest: FilterText, depth: number): NumberTerm {
  if (depth > DEEPEST) throw rest.refusal(`at most ${DEEPEST} brackets within each other`);
  const value = rest.takeNumber();
  if (value !== null) return { kind: "number", value };
  if (rest.takeSign(["-"]) !== null) {
    return { kind: "binary", operator: "-", left: { kind: "number", value: 0 }, right: readFactor(rest, depth + 1) };
  }
  if (rest.takeSign(["("]) !== null) return closed(rest, readSum(rest, depth + 1));
  const start = rest.position;
  const name = rest.takeName();
  if (name === null) throw rest.refusal("a column or a number");
  if (name === "abs" && rest.takeSign(["("]) !== null) {
    return { kind: "abs", of: closed(rest, readSum(rest, depth + 1)) };
  }
  const column = findStoredColumn(name);
  if (column?.type === "float64" || column?.type === "int64") return { kind: "column", column: column.name };
  rest.position = start;
  throw rest.refusal(column === null ? rest.nearestColumn(name) : `a column of numbers: ${name} has ${column.type}`);
}

function closed(rest: FilterText, term: NumberTerm): NumberTerm {
  if (rest.takeSign([")"]) === null) throw rest.refusal(")");
  return term;
}

/**
 * Whether a filter lets only rows pass in which a column was measured, by the first look: conditions that all have to hold.
 *
 * @param filter any
 * @param column of numbers
 * @returns false when it is not plain to see
 */
export function requiresMeasured(filter: CandidateFilter | null, column: string): boolean {
  if (filter === null) return false;
  if (filter.kind === "and") return filter.parts.some((part) => requiresMeasured(part, column));
  if (filter.kind === "numbers") return [filter.left, filter.right].some((term) => hasColumn(term, column));
  return "column" in filter && filter.column === column && (filter.kind !== "measured" || filter.isMeasured);
}

function hasColumn(term: NumberTerm, column: string): boolean {
  if (term.kind === "column") return term.column === column;
  if (term.kind === "abs") return hasColumn(term.of, column);
  return term.kind === "binary" && (hasColumn(term.left, column) || hasColumn(term.right, column));
}
