// Why a schema refused data from outside, in the words of a person: zod's issue → what was found, what was expected.

import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** The first thing in the data that does not hold. */
export interface Refusal {
  /** path to it, with dots: mounts.0.folder; "" is the whole */
  name: string;
  /** as JSON; the names that nobody knows with their values */
  found: string;
  expected: string;
}

const MOST_CHARACTERS = 200;
const TYPES: Record<string, string> = {
  number: "a number",
  int: "a whole number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "names with values",
  record: "names with values",
  null: "null",
};
const COUNTED: Record<string, string> = { string: "text of", array: "a list of" };

/**
 * Tells what a schema refused.
 *
 * @param error of a schema's safeParse
 * @param input what was parsed
 * @returns its first issue
 */
export function refusalOf(error: z.ZodError, input: unknown): Refusal {
  const issue = error.issues[0];
  if (!issue) throw new Error("a refusal without an issue");
  const value = issue.path.reduce<unknown>(entryOf, input);
  const found =
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `${key}: ${jsonOf(entryOf(value, key))}`).join(", ")
      : jsonOf(value);
  return { name: issue.path.join("."), found: found.slice(0, MOST_CHARACTERS), expected: expectedOf(issue) };
}

/**
 * What would have been right: "a number of at least 1", "reference or annulus". A schema's own words are taken as they are.
 *
 * @param issue of a schema
 */
export function expectedOf(issue: Issue): string {
  if (!/^(Invalid|Too |Unrecognized)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return alternatives(issue.values.map(String));
    case "unrecognized_keys":
      return "names that are known";
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? alternatives(issue.options.map(String))
        : alternatives([...new Set(issue.errors.flatMap(([first]) => (first ? [expectedOf(first)] : [])))]);
    case "invalid_format":
      return "pattern" in issue ? `text like ${issue.pattern}` : `text that is ${issue.format}`;
    case "too_small":
      return sizeOf(issue.origin, issue.inclusive ? "at least" : "more than", issue.minimum);
    case "too_big":
      return sizeOf(issue.origin, issue.inclusive ? "at most" : "less than", issue.maximum);
    default:
      return issue.message;
  }
}

function sizeOf(origin: string, relation: string, limit: number | bigint): string {
  const counted = COUNTED[origin];
  if (counted === undefined) return `a number of ${relation} ${limit}`;
  const noun = origin === "string" ? "character" : "value";
  return `${counted} ${relation} ${limit} ${noun}${Number(limit) === 1 ? "" : "s"}`;
}

function alternatives(words: string[]): string {
  if (words.length < 2) return words[0] ?? "another value";
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function entryOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function jsonOf(value: unknown): string {
  return value === undefined ? "nothing" : typeof value === "number" ? String(value) : JSON.stringify(value);
}
