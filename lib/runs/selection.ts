// The selection language of `-d`: instrument='Kast' AND detector IN (1, 2) AND day_obs >= 20250101.
// Text in, typed condition out; lib/runs/selection-sql.ts turns the condition into SQL.

import { InvalidParameterError } from "@/lib/errors";
import { readTokens, type Token } from "./selection-tokens";

type FieldType = "text" | "integer" | "number";

interface FieldDefinition {
  type: FieldType;
  aliases: readonly string[];
}

/** What may be asked for, with the spellings people bring from the survey's own tools. */
const FIELDS = {
  instrument: { type: "text", aliases: [] },
  exposure: { type: "integer", aliases: ["exposure_id", "exposure.id", "visit"] },
  detector: { type: "integer", aliases: ["detector.id", "detector_id"] },
  detector_name: { type: "text", aliases: ["detector.full_name", "detector.name"] },
  day_obs: { type: "integer", aliases: ["exposure.day_obs", "dayobs"] },
  seq_num: { type: "integer", aliases: ["exposure.seq_num", "seqnum"] },
  observation_type: { type: "text", aliases: ["exposure.observation_type", "type", "obs_type"] },
  physical_filter: { type: "text", aliases: ["filter"] },
  band: { type: "text", aliases: [] },
  object: { type: "text", aliases: ["target_name", "exposure.target_name"] },
  program: { type: "text", aliases: ["science_program", "exposure.science_program"] },
  label: { type: "text", aliases: ["obs_id", "exposure.obs_id"] },
  mjd: { type: "number", aliases: ["mjd_mid"] },
  exposure_time: { type: "number", aliases: ["exposure.exposure_time", "exptime"] },
  product_type: { type: "text", aliases: ["product"] },
  mount: { type: "text", aliases: [] },
} as const satisfies Record<string, FieldDefinition>;

export type SelectionField = keyof typeof FIELDS;

type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE";

/** A typed value: bigint for integer fields, number for number fields, text otherwise. */
export type SelectionValue = string | bigint | number;

export type Condition =
  | { kind: "everything" }
  | { kind: "compare"; field: SelectionField; operator: Operator; value: SelectionValue }
  | { kind: "in"; field: SelectionField; values: SelectionValue[]; ranges: { first: bigint; last: bigint }[] }
  | { kind: "and" | "or"; parts: Condition[] }
  | { kind: "not"; part: Condition };

const FIELD_BY_SPELLING = new Map<string, SelectionField>(
  listFields().flatMap((name) => [name, ...FIELDS[name].aliases].map((spelling) => [spelling, name] as const)),
);

/** Names of the fields, in the order in which messages list them. */
function listFields(): SelectionField[] {
  return Object.keys(FIELDS).filter((name): name is SelectionField => name in FIELDS);
}

/**
 * Parse a selection. Empty text selects everything. NOT binds before AND, AND before OR; words and
 * field names in any case; text in single or double quotes ('' inside stands for one quote).
 *
 * @param text e.g. instrument='LSSTCam' AND exposure IN (2025061300222..2025061300230)
 * @returns the condition
 * @throws InvalidParameterError naming the character, what stands there and what could stand there
 */
export function parseSelection(text: string): Condition {
  const cursor = new Cursor(text);
  if (cursor.peek().kind === "end") return { kind: "everything" };
  const condition = readOr(cursor);
  if (cursor.peek().kind !== "end") throw cursor.unexpected("AND, OR or the end");
  return condition;
}

/** Nobody types more; without a bound a long row of parentheses overflows the stack. */
const MOST_DEPTH = 100;

class Cursor {
  private readonly tokens: Token[];
  private index = 0;
  private depth = 0;

  constructor(text: string) {
    this.tokens = readTokens(text);
  }

  peek(): Token {
    return this.tokens[Math.min(this.index, this.tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    this.index++;
    return token;
  }

  /** Steps over the keyword or sign if it is next. */
  take(text: string): boolean {
    const token = this.peek();
    const isIt = (token.kind === "word" || token.kind === "sign") && token.text.toUpperCase() === text;
    if (isIt) this.index++;
    return isIt;
  }

  /** Reads what lies inside of a NOT or of parentheses. */
  inside(read: (cursor: Cursor) => Condition): Condition {
    if (++this.depth > MOST_DEPTH)
      throw this.unexpected(`at most ${MOST_DEPTH} NOTs and parentheses inside each other`);
    const condition = read(this);
    this.depth--;
    return condition;
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected(text);
  }

  unexpected(expected: string, token: Token = this.peek()): InvalidParameterError {
    const found = token.kind === "end" ? "the end" : token.text;
    return new InvalidParameterError({ place: `selection, character ${token.start + 1}`, found, expected });
  }
}

function readOr(cursor: Cursor): Condition {
  const parts = [readAnd(cursor)];
  while (cursor.take("OR")) parts.push(readAnd(cursor));
  return parts.length === 1 ? parts[0]! : { kind: "or", parts };
}

function readAnd(cursor: Cursor): Condition {
  const parts = [readNot(cursor)];
  while (cursor.take("AND")) parts.push(readNot(cursor));
  return parts.length === 1 ? parts[0]! : { kind: "and", parts };
}

function readNot(cursor: Cursor): Condition {
  if (cursor.take("NOT")) return { kind: "not", part: cursor.inside(readNot) };
  if (cursor.take("(")) {
    const inside = cursor.inside(readOr);
    cursor.expect(")");
    return inside;
  }
  return readComparison(cursor);
}

function readComparison(cursor: Cursor): Condition {
  const field = readField(cursor);
  if (cursor.take("IN")) return readList(cursor, field);
  if (cursor.take("NOT")) {
    cursor.expect("IN");
    return { kind: "not", part: readList(cursor, field) };
  }
  if (cursor.take("BETWEEN")) {
    const low = readValue(cursor, field);
    cursor.expect("AND");
    return between(field, low, readValue(cursor, field));
  }
  const operator = readOperator(cursor);
  const { type } = FIELDS[field];
  if (operator === "LIKE" && type !== "text") {
    throw cursor.unexpected(`=, !=, <, <=, > or >= after ${field}, which is a number`);
  }
  const value = readValue(cursor, field);
  // detector = 'R22_S11' means the name
  const target = field === "detector" && typeof value === "string" ? "detector_name" : field;
  return { kind: "compare", field: target, operator, value };
}

function between(field: SelectionField, low: SelectionValue, high: SelectionValue): Condition {
  return {
    kind: "and",
    parts: [
      { kind: "compare", field, operator: ">=", value: low },
      { kind: "compare", field, operator: "<=", value: high },
    ],
  };
}

function readField(cursor: Cursor): SelectionField {
  const token = cursor.peek();
  const field = token.kind === "word" ? FIELD_BY_SPELLING.get(token.text.toLowerCase()) : undefined;
  if (field === undefined) throw cursor.unexpected(`a field: ${listFields().join(", ")}`);
  cursor.next();
  return field;
}

const OPERATORS: Record<string, Operator> = {
  "=": "=",
  "==": "=",
  "!=": "!=",
  "<>": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  LIKE: "LIKE",
};

function readOperator(cursor: Cursor): Operator {
  const token = cursor.peek();
  const operator = token.kind === "end" ? undefined : OPERATORS[token.text.toUpperCase()];
  if (operator === undefined || token.kind === "text") {
    throw cursor.unexpected("=, !=, <, <=, >, >=, LIKE, IN, NOT IN or BETWEEN");
  }
  cursor.next();
  return operator;
}

function readList(cursor: Cursor, field: SelectionField): Condition {
  cursor.expect("(");
  const values: SelectionValue[] = [];
  const ranges: { first: bigint; last: bigint }[] = [];
  do {
    const value = readValue(cursor, field);
    if (!cursor.take("..")) {
      values.push(value);
      continue;
    }
    const last = readValue(cursor, field);
    if (typeof value !== "bigint" || typeof last !== "bigint") throw cursor.unexpected("a range of integers only");
    ranges.push({ first: value, last });
  } while (cursor.take(","));
  cursor.expect(")");
  const areNames = field === "detector" && values.length > 0 && values.every((value) => typeof value === "string");
  if (field === "detector" && !areNames && values.some((value) => typeof value === "string")) {
    throw cursor.unexpected("either detector ids or detector names in one list");
  }
  return { kind: "in", field: areNames ? "detector_name" : field, values, ranges };
}

function readValue(cursor: Cursor, field: SelectionField): SelectionValue {
  const token = cursor.next();
  const { type } = FIELDS[field];
  if (type === "text") {
    if (token.kind === "text") return token.value;
    throw cursor.unexpected(`a text in quotes, as ${field}='…'`, token);
  }
  if (field === "detector" && token.kind === "text") return token.value;
  if (token.kind !== "number") throw cursor.unexpected(`a number for ${field}`, token);
  if (type === "number") return Number(token.text);
  if (!/^-?\d+$/.test(token.text)) throw cursor.unexpected(`a whole number for ${field}`, token);
  const value = BigInt(token.text);
  if (value > 9223372036854775807n || value < -9223372036854775808n)
    throw cursor.unexpected("at most 19 digits", token);
  return value;
}
