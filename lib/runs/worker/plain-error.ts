// Errors between threads and into rows: fields out, class back.

import {
  type ErrorTag,
  FileUnreadableError,
  type Finding,
  InvalidParameterError,
  isAnnulusError,
  MalformedFileError,
  NotFoundError,
  TaskFailedError,
  UnsupportedFormatError,
} from "@/lib/errors";
import type { PlainError } from "./messages";

type ErrorClass = new (finding: Finding, options?: { cause?: unknown }) => Error;

const CLASSES: Record<ErrorTag, ErrorClass> = {
  FileUnreadable: FileUnreadableError,
  MalformedFile: MalformedFileError,
  UnsupportedFormat: UnsupportedFormatError,
  InvalidParameter: InvalidParameterError,
  NotFound: NotFoundError,
  TaskFailed: TaskFailedError,
};

/**
 * @param error anything that was thrown
 * @returns its fields; tag null for what is none of our classes
 */
export function toPlainError(error: unknown): PlainError {
  const stack = error instanceof Error ? describeWithCauses(error) : String(error);
  if (isAnnulusError(error)) {
    const { tag, place, found, expected, message } = error;
    return { tag, place, found, expected, message, stack };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { tag: null, place: "program", found: message, expected: "no fault of the program", message, stack };
}

function describeWithCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${describeWithCauses(error.cause)}` : own;
}

/**
 * @param plain from toPlainError in another thread
 * @returns an error of the class it had; TaskFailedError for a fault of the program
 */
export function fromPlainError(plain: PlainError): Error {
  const { tag, place, found, expected, stack } = plain;
  const error = new CLASSES[tag ?? "TaskFailed"](
    { place, found, expected },
    { cause: plain.tag === null ? stack : undefined },
  );
  error.stack = stack;
  return error;
}
