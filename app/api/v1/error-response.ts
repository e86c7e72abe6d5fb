// A failure on its way out of a route: the tag becomes the status, place, found and expected stay.
import { z } from "zod";
import { type ErrorTag, InvalidParameterError, isAnnulusError } from "@/lib/errors";
import { ChangedFileError } from "@/lib/images/file-state";
import { expectedOf } from "@/lib/refusals";

const STATUS: Record<ErrorTag, number> = {
  InvalidParameter: 400,
  NotFound: 404,
  FileUnreadable: 410,
  MalformedFile: 422,
  UnsupportedFormat: 415,
  TaskFailed: 500,
};

/** A page that shows the reason itself asks for it with status 200: the browser's console is for faults of the page. */
const REASON_WANTED = "x-annulus-reason";

const MOST_CHARACTERS = 200;

/** Runs a route's work; our errors and refused input become JSON { tag, place, found, expected, message }. */
export async function answer(work: () => Promise<Response>, request?: Request): Promise<Response> {
  const isReasonWanted = request?.headers.has(REASON_WANTED) ?? false;
  try {
    return await work();
  } catch (error) {
    if (isAnnulusError(error)) {
      const { tag, place, found, expected, message } = error;
      const status = error instanceof ChangedFileError ? 409 : STATUS[tag];
      return Response.json({ tag, place, found, expected, message }, { status: isReasonWanted ? 200 : status });
    }
    if (isRefusedValue(error)) {
      const [place, found, expected] = [
        "request",
        "a value that the database cannot hold",
        "a number or text in its range",
      ];
      return Response.json(
        { tag: "InvalidParameter", place, found, expected, message: `${place}: ${found}` },
        { status: 400 },
      );
    }
    if (!(error instanceof z.ZodError)) throw error;
    const issue = error.issues[0];
    const place = `parameter ${issue?.path.join(".") || "body"}`;
    const found = foundBy(issue, request);
    const expected = issue ? expectedOf(issue) : "what the API describes";
    const message = `${place}: ${found}, expected ${expected}`;
    return Response.json({ tag: "InvalidParameter", place, found, expected, message }, { status: 400 });
  }
}

/** What a parameter was; the path of a route is not looked at. */
function foundBy(issue: z.core.$ZodIssue | undefined, request: Request | undefined): string {
  const value = request && new URL(request.url).searchParams.getAll(String(issue?.path[0])).at(-1);
  if (value !== undefined) return JSON.stringify(value.slice(0, MOST_CHARACTERS));
  return issue?.message.endsWith("received undefined") ? "nothing" : "another value";
}

/** Class 22 of SQLSTATE, "data exception": a number out of range, a NUL in a text. */
function isRefusedValue(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && /^22[0-9A-Z]{3}$/.test(error.code)
  );
}

/**
 * The query string as an object, one value a name.
 *
 * @throws InvalidParameterError for a NUL, which no text of the database can hold
 */
export function parametersOf(request: Request): Record<string, string> {
  const parameters = Object.fromEntries(new URL(request.url).searchParams);
  for (const [name, value] of Object.entries(parameters)) {
    if (!value.includes("\0")) continue;
    const found = JSON.stringify(value.slice(0, MOST_CHARACTERS));
    throw new InvalidParameterError({ place: `parameter ${name}`, found, expected: "text without NUL" });
  }
  return parameters;
}
