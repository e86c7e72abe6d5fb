// What the operating system's error codes mean, in words for the page and the log.

const MEANING: Record<string, string> = {
  ENOENT: "is not there (any more)",
  EACCES: "no permission to read",
  EPERM: "no permission to read",
  ELOOP: "symbolic links lead in a circle",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "is a folder",
  ENXIO: "is a device, socket or pipe",
  EIO: "disk error",
  ESTALE: "the file server lost it (stale handle)",
  ENAMETOOLONG: "name too long",
  EMFILE: "too many open files",
};

/**
 * A reason in words for an error thrown by node:fs; its message where the code is not in our list.
 * Anything that is no system error (a fault of ours) is thrown on.
 */
export function describeSystemError(error: unknown): string {
  const code = systemErrorCode(error);
  if (code === null) throw error;
  return MEANING[code] ?? code;
}

/** The code (ENOENT, EACCES, ...) of an error thrown by node:fs, or null for any other error. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  return error.code;
}
