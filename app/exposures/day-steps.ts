// Where { and } lead on the navigator: the day before and after, with the other filters kept.

type Parameters = Record<string, string | string[] | undefined>;

/** Address of the navigator for one day, other filters kept. */
export function dayHref(parameters: Parameters, day: number): string {
  const kept = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && name !== "day" && name !== "row" ? [[name, value]] : [],
  );
  return `/exposures?${new URLSearchParams([...kept, ["day", String(day)]])}`;
}

/**
 * Neighbouring days that have exposures. From "all days" both lead to the newest.
 *
 * @param days oldest first
 * @param current YYYYMMDD, a month YYYYMM, or null
 */
export function daySteps(
  days: readonly { day: number }[],
  current: number | null,
  parameters: Parameters,
): [string | null, string | null] {
  const href = (entry: { day: number } | undefined) => (entry ? dayHref(parameters, entry.day) : null);
  if (current === null) return [href(days.at(-1)), href(days.at(-1))];
  const first = current > 999_999 ? current : current * 100;
  const last = current > 999_999 ? current : current * 100 + 99;
  return [href(days.findLast(({ day }) => day < first)), href(days.find(({ day }) => day > last))];
}
