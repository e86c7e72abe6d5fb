// Rows of the images' bench: what was measured, what the issue promises of it, met or not.

export interface Row {
  name: string;
  /** null: not measured */
  value: number | null;
  unit: string;
  /** "most": smaller is better; null: for comparison, nothing is promised */
  target: { kind: "most" | "least"; value: number } | null;
  verdict: "met" | "not met" | "not measured" | "";
  /** the two numbers behind a ratio, or what else explains it */
  note: string;
}

/** A row with its verdict. */
export function judge(
  name: string,
  value: number | null,
  target: Row["target"],
  more: { unit?: string; note: string },
): Row {
  return { name, value, unit: more.unit ?? "", target, verdict: verdictOf(value, target), note: more.note };
}

function verdictOf(value: number | null, target: Row["target"]): Row["verdict"] {
  if (value === null || Number.isNaN(value)) return "not measured";
  if (target === null) return "";
  const isMet = target.kind === "most" ? value <= target.value : value >= target.value;
  return isMet ? "met" : "not met";
}

export function rowText({ name, value, unit, target, verdict, note }: Row): string {
  const found = value === null || Number.isNaN(value) ? "–" : `${value.toFixed(value < 20 ? 2 : 0)} ${unit}`.trimEnd();
  const wanted = target === null ? "" : `at ${target.kind} ${target.value}`;
  return `${name.padEnd(58)} ${found.padStart(9)}   ${wanted.padEnd(14)} ${verdict.padEnd(13)} ${note}`.trimEnd();
}

/** The value in the middle; of an even count the upper one. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Best and middle of some milliseconds, as text. */
export function lapText(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(1)} (${median(values).toFixed(1)}) ms`;
}
