// Options in, errors out, for all commands alike.

import { readFileSync } from "node:fs";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { FileUnreadableError, InvalidParameterError, isAnnulusError, UnsupportedFormatError } from "@/lib/errors";
import { describeSystemError } from "@/lib/files/system-error";
import { type TableFormat, tableFormatOf } from "@/lib/tables";

/** The command was called wrongly: exit code 2. */
export class UsageError extends Error {}

/** `--help` was asked for: the text is the answer, exit code 0. */
export class HelpAsked extends Error {}

const HELP = { help: { type: "boolean", short: "h" } } as const satisfies ParseArgsOptionsConfig;

/**
 * Options and file names of a command.
 *
 * @param args behind the command's name
 * @param options as node:util parseArgs takes them
 * @param usage shown with --help and behind a message
 * @returns values and positionals
 * @throws UsageError for an unknown option or a missing value; HelpAsked for --help
 */
export function readOptions<const T extends ParseArgsOptionsConfig>(args: string[], options: T, usage: string) {
  try {
    const parsed = parseArgs({ args, options: { ...options, ...HELP }, allowPositionals: true, strict: true });
    if (args.includes("--help") || args.includes("-h")) throw new HelpAsked(usage);
    return parsed;
  } catch (error) {
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) {
      const message = error.message.split(". To specify")[0]?.split("\n")[0] ?? error.message;
      throw new UsageError(`${message}; ${usage.split("\n")[0]}`, { cause: error });
    }
    throw error;
  }
}

/**
 * A whole number from an option.
 *
 * @param name of the option, for the message
 * @param text as typed, undefined when left out
 * @param range allowed values, both ends included
 * @returns the number, or undefined when left out
 * @throws UsageError
 */
export function readWholeNumber(
  name: string,
  text: string | undefined,
  range: { first: number; last: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= range.first && value <= range.last) return value;
  throw new UsageError(`--${name} ${text}: expected a whole number from ${range.first} to ${range.last}`);
}

/**
 * The format of --out by its ending.
 *
 * @param out as typed
 * @returns csv, ecsv, parquet or votable
 * @throws UsageError for another ending
 */
export function readTableFormat(out: string): TableFormat {
  try {
    return tableFormatOf(out);
  } catch (error) {
    if (error instanceof UnsupportedFormatError) throw new UsageError(`--out ${error.message}`, { cause: error });
    throw error;
  }
}

/**
 * The mode of a measurement.
 *
 * @param mode as typed, undefined when left out
 * @returns the mode, undefined when left out
 * @throws UsageError
 */
export function readMode(mode: string | undefined): "annulus" | "reference" | undefined {
  if (mode === undefined || mode === "annulus" || mode === "reference") return mode;
  throw new UsageError(`--mode ${mode}: expected annulus or reference`);
}

/**
 * A text file named by an option.
 *
 * @param file as typed
 * @returns its text
 * @throws FileUnreadableError
 */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const found = describeSystemError(cause);
    throw new FileUnreadableError({ place: file, found, expected: "a file that can be read" }, { cause });
  }
}

/**
 * Any error as one line for the terminal.
 *
 * @param error what a command threw
 * @returns line and exit code
 */
export function oneLine(error: unknown): { line: string; exitCode: number } {
  if (error instanceof UsageError || error instanceof InvalidParameterError)
    return { line: error.message, exitCode: 2 };
  if (isAnnulusError(error)) return { line: error.message, exitCode: 1 };
  const message = error instanceof Error ? error.message || describeEmpty(error) : String(error);
  return { line: message.split("\n")[0] ?? "unknown error", exitCode: 1 };
}

/** node's "all addresses refused" has no message of its own. */
function describeEmpty(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message;
  return "code" in error ? String(error.code) : error.name;
}
