// What a person or a log sees while a command works: a bar that is drawn over on a terminal, plain lines elsewhere.

const BAR_WIDTH = 28;
/** In a log one line in this time is enough. */
const LOG_INTERVAL_MS = 5000;

interface ProgressLine {
  /** fraction from 0 to 1; null: unknown, no bar is drawn */
  fraction: number | null;
  text: string;
}

export interface ProgressDisplay {
  show(line: ProgressLine): void;
  /** A line that stays, above the bar. */
  say(text: string): void;
  /** Take the bar away. */
  end(): void;
}

/**
 * Progress on standard error, so that standard output keeps the results.
 *
 * @param isQuiet show nothing (--json)
 * @returns the display
 */
export function progressDisplay(isQuiet: boolean): ProgressDisplay {
  if (isQuiet) return { show: () => undefined, say: () => undefined, end: () => undefined };
  return process.stderr.isTTY ? terminalDisplay() : logDisplay();
}

function terminalDisplay(): ProgressDisplay {
  let drawn = "";
  const clear = "\r\u001B[2K";
  return {
    show({ fraction, text }) {
      const columns = process.stderr.columns ?? 80;
      drawn = `${fraction === null ? "" : `${bar(fraction)} `}${text}`.slice(0, columns - 1);
      process.stderr.write(`${clear}${drawn}`);
    },
    say(text) {
      process.stderr.write(`${clear}${text}\n${drawn}`);
    },
    end() {
      if (drawn !== "") process.stderr.write(clear);
      drawn = "";
    },
  };
}

function logDisplay(): ProgressDisplay {
  let shownAt = 0;
  return {
    show({ text }) {
      const now = Date.now();
      if (now - shownAt < LOG_INTERVAL_MS) return;
      shownAt = now;
      process.stderr.write(`${text}\n`);
    },
    say: (text) => process.stderr.write(`${text}\n`),
    end: () => undefined,
  };
}

function bar(fraction: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(BAR_WIDTH - full)}]`;
}

/**
 * A span of time as people say it: "8 s", "3 min 20 s", "2 h 5 min".
 *
 * @param seconds length
 * @returns the text
 */
export function describeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/**
 * JSON for machines on standard output; bigint as text.
 *
 * @param value anything
 */
export function printJson(value: unknown): void {
  const text = JSON.stringify(value, (_name, part: unknown) => (typeof part === "bigint" ? String(part) : part), 2);
  process.stdout.write(`${text}\n`);
}

/**
 * Rows as aligned columns on standard output.
 *
 * @param header names of the columns
 * @param rows texts, one per column
 */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => (row[i] ?? "").length)));
  for (const row of [header, ...rows]) {
    process.stdout.write(
      `${row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd()}\n`,
    );
  }
}
