// YAML from outside: one way to parse it, and to say where it is none.

import { parse, YAMLParseError } from "yaml";
import { InvalidParameterError } from "./errors";

/** An alias may stand for a tree of aliases; more than this many is an attack or a mistake. */
const MOST_ALIASES = 10;

/**
 * Parses a text as YAML. The value is as it came: a schema has to follow.
 *
 * @param text as the user wrote it
 * @param place where it stands, for the message: a file, "survey rules"
 * @returns its value; null for an empty text
 * @throws InvalidParameterError naming the place and line, also for unknown and excessive aliases
 */
export function parseYaml(text: string, place: string): unknown {
  try {
    return parse(text, { maxAliasCount: MOST_ALIASES, logLevel: "error" });
  } catch (error) {
    // yaml throws ReferenceError for aliases that are unknown or too many
    if (error instanceof ReferenceError) throw noYaml(place, error.message.split("\n")[0] ?? "a strange alias", error);
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line;
    throw noYaml(line === undefined ? place : `${place}, line ${line}`, error.code, error);
  }
}

function noYaml(place: string, found: string, cause: Error): InvalidParameterError {
  return new InvalidParameterError({ place, found, expected: "YAML" }, { cause });
}
