// A database that is away for a minute says so many times a second: once in a while is enough for a log.

const INTERVAL_MS = 30_000;

/**
 * A filter for lines of a log.
 *
 * @param write where lines go
 * @returns writes a line unless the same line was written in the last 30 s
 */
export function withoutRepeats(write: (line: string) => void): (line: string) => void {
  const writtenAt = new Map<string, number>();
  return (line) => {
    const now = Date.now();
    for (const [old, at] of writtenAt) if (now - at > INTERVAL_MS) writtenAt.delete(old);
    if (writtenAt.has(line)) return;
    writtenAt.set(line, now);
    write(line);
  };
}
