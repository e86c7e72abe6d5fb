// The six ways in which work can fail. A message names the place, what was found and what was
// expected: "HDU 3 of x.fits: BITPIX 7, expected 8, 16, 32, 64, -32 or -64".

export type ErrorTag =
  | "FileUnreadable"
  | "MalformedFile"
  | "UnsupportedFormat"
  | "InvalidParameter"
  | "NotFound"
  | "TaskFailed";

/** Where it went wrong, what was there and what should have been. */
export interface Finding {
  place: string;
  found: string;
  expected: string;
}

abstract class AnnulusError extends Error {
  abstract readonly tag: ErrorTag;
  readonly place: string;
  readonly found: string;
  readonly expected: string;

  constructor(finding: Finding, options?: { cause?: unknown }) {
    super(`${finding.place}: ${finding.found}, expected ${finding.expected}`, options);
    this.place = finding.place;
    this.found = finding.found;
    this.expected = finding.expected;
    this.name = new.target.name;
  }
}

/** The bytes cannot be had: gone, no permission, disk error. A retry helps once the cause is mended. */
export class FileUnreadableError extends AnnulusError {
  readonly tag = "FileUnreadable";
}

/** The bytes break their format's standard. A retry does not help; another copy of the file may. */
export class MalformedFileError extends AnnulusError {
  readonly tag = "MalformedFile";
}

/** The bytes may be right, but this version does not read them. A retry does not help. */
export class UnsupportedFormatError extends AnnulusError {
  readonly tag = "UnsupportedFormat";
}

/** An argument that cannot be right whatever the data: fix the call, a retry does not help. */
export class InvalidParameterError extends AnnulusError {
  readonly tag = "InvalidParameter";
}

/** The thing asked for by id or address does not exist (any more). */
export class NotFoundError extends AnnulusError {
  readonly tag = "NotFound";
}

/** A task ended without a result for a reason that is not its input's: a thread died, memory ran out. A retry may help. */
export class TaskFailedError extends AnnulusError {
  readonly tag = "TaskFailed";
}

/** True for the six classes above, and for nothing else. */
export function isAnnulusError(error: unknown): error is AnnulusError {
  return error instanceof AnnulusError;
}
