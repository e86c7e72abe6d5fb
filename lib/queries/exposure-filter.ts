// The filter of the navigator: parsed from an address, turned into SQL over `exposure` and `shown` (its run).
import { z } from "zod";
import { InvalidParameterError } from "../errors";

const emptyIsAbsent = (value: unknown) => (value === "" ? undefined : value);
const absent = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsAbsent, schema.optional());

const EXPOSURE_STATUSES = ["pass", "warn", "fail", "none", "running"] as const;
export type ExposureStatus = (typeof EXPOSURE_STATUSES)[number];

/** What the table sorts by: SQL over the columns of `listed`, and its type for the cursor. */
export const EXPOSURE_SORTS = {
  start: { sql: "mjd_mid", type: "float8" },
  seq: { sql: "day_obs::bigint * 1000000 + coalesce(seq_num, 0)", type: "bigint" },
  exposure: { sql: "exposure_id", type: "bigint" },
  instrument: { sql: "instrument", type: "text" },
  type: { sql: "observation_type", type: "text" },
  filter: { sql: "physical_filter", type: "text" },
  time: { sql: "exposure_time_seconds", type: "float8" },
  object: { sql: "object", type: "text" },
  detectors: { sql: "detector_count", type: "bigint" },
  rings: { sql: "ring_count", type: "bigint" },
  best: { sql: "best_score", type: "float8" },
  noise: { sql: "noise", type: "float8" },
  failing: { sql: "failed_count", type: "bigint" },
} as const;
export type ExposureSort = keyof typeof EXPOSURE_SORTS;
const SORT_NAMES = Object.keys(EXPOSURE_SORTS).filter((name): name is ExposureSort => name in EXPOSURE_SORTS);

const schema = z.object({
  instrument: absent(z.string().max(100)),
  /** YYYYMMDD, or a month YYYYMM */
  day: absent(
    z
      .string()
      .regex(/^\d{6}(\d{2})?$/)
      .transform(Number),
  ),
  type: absent(z.string().max(100)),
  filter: absent(z.string().max(200)),
  program: absent(z.string().max(200)),
  status: absent(z.enum(EXPOSURE_STATUSES)),
  mount: absent(z.coerce.number().int()),
  sort: absent(z.enum(SORT_NAMES)),
  desc: absent(z.enum(["0", "1"])),
});
export type ExposureFilter = z.output<typeof schema>;

const EXPECTED: Record<string, string> = {
  day: "a day as 20250613 or a month as 202506",
  status: EXPOSURE_STATUSES.join(", "),
  sort: SORT_NAMES.join(", "),
  mount: "the number of a mount",
  desc: "0 or 1",
};

/**
 * Reads the filter from an address. Unknown parameters are left alone.
 *
 * @throws InvalidParameterError naming the parameter
 */
export function parseExposureFilter(parameters: Record<string, string | string[] | undefined>): ExposureFilter {
  const single = Object.entries(parameters).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  const parsed = schema.safeParse(Object.fromEntries(single));
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0]);
  const found = JSON.stringify(parameters[name] ?? null);
  throw new InvalidParameterError({ place: `parameter ${name}`, found, expected: EXPECTED[name] ?? "a shorter text" });
}

/** The words of the table for "no value" in a filter: `filter=-` finds exposures that have none. */
const NO_VALUE = "-";

/** Conditions on the rows of `exposure`; values are appended to `values` as $1, $2 … */
export function exposureConditions(filter: ExposureFilter, values: unknown[]): string[] {
  const conditions: string[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const equal = (column: string, value: string | undefined) => {
    if (value === undefined) return;
    conditions.push(value === NO_VALUE ? `${column} IS NULL` : `${column} = ${parameter(value)}`);
  };
  equal("exposure.instrument", filter.instrument);
  equal("exposure.observation_type", filter.type);
  equal("exposure.physical_filter", filter.filter);
  equal("exposure.program", filter.program);
  const { day, mount } = filter;
  if (day !== undefined && day > 999_999) conditions.push(`exposure.day_obs = ${parameter(day)}`);
  else if (day !== undefined) {
    conditions.push(`exposure.day_obs BETWEEN ${parameter(day * 100)} AND ${parameter(day * 100 + 99)}`);
  }
  if (mount !== undefined) {
    conditions.push(`EXISTS (SELECT 1 FROM detector_image image JOIN mounted_file file ON file.id = image.file_id
      WHERE image.instrument = exposure.instrument AND image.exposure_id = exposure.exposure_id AND file.mount_id = ${parameter(mount)})`);
  }
  return conditions;
}
