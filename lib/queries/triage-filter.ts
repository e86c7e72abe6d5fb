// The filter of the triage page and of its exports: parsed from an address, turned into SQL.
import { z } from "zod";
import { InvalidParameterError } from "../errors";
import { VERDICTS_OF_RING_SQL } from "./dark-ring-row";

/** Ranking keys, and the indexed column of each. */
export const TRIAGE_SORTS = {
  score: "gaussian_like_score",
  ring: "ring_score",
  depth: "integrated_depth_sigma",
} as const;

const emptyIsAbsent = (value: unknown) => (value === "" ? undefined : value);
const absent = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsAbsent, schema.optional());
const finite = z.coerce.number().refine(Number.isFinite);
const exposureId = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform(BigInt);

const schema = z.object({
  instrument: absent(z.string()),
  /** first and last exposure, both included */
  from: absent(exposureId),
  to: absent(exposureId),
  detector: absent(z.coerce.number().int()),
  run: absent(z.coerce.number().int()),
  minscore: absent(finite),
  minring: absent(finite),
  mindepth: absent(finite),
  minarea: absent(finite),
  maxarea: absent(finite),
  morphology: absent(z.enum(["ring", "blob", "other"])),
  /** none: only rings without a flag; any: only flagged; else the flag */
  flags: absent(z.string().max(40)),
  /** none: not judged yet; any: judged; else the verdict's word */
  verdict: absent(z.string().max(40)),
  sort: absent(z.enum(["score", "ring", "depth"])),
});
export type TriageFilter = z.output<typeof schema>;

/**
 * Reads the filter from an address. Unknown parameters are left alone: they belong to others.
 * @throws InvalidParameterError naming the parameter
 */
export function parseTriageFilter(parameters: Record<string, string | string[] | undefined>): TriageFilter {
  const single = Object.entries(parameters).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  const parsed = schema.safeParse(Object.fromEntries(single));
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0]);
  throw new InvalidParameterError({
    place: `parameter ${name}`,
    found: JSON.stringify(parameters[name] ?? null),
    expected: name === "sort" ? "score, ring or depth" : name === "morphology" ? "ring, blob or other" : "a number",
  });
}

/** Conditions on `ring`, a dark_ring row, with their values. */
export function filterConditions(filter: TriageFilter, values: unknown[]): string[] {
  const conditions: string[] = [];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add(filter.instrument, (p) => `ring.instrument = ${p}`);
  add(filter.from, (p) => `ring.exposure_id >= ${p}`);
  add(filter.to, (p) => `ring.exposure_id <= ${p}`);
  add(filter.detector, (p) => `ring.detector = ${p}`);
  add(filter.minscore, (p) => `ring.gaussian_like_score >= ${p}`);
  add(filter.minring, (p) => `ring.ring_score >= ${p}`);
  add(filter.mindepth, (p) => `ring.integrated_depth_sigma >= ${p}`);
  add(filter.minarea, (p) => `ring.area >= ${p}`);
  add(filter.maxarea, (p) => `ring.area <= ${p}`);
  add(filter.morphology, (p) => `ring.morphology = ${p}`);
  if (filter.flags === "none") conditions.push("cardinality(ring.flags) = 0");
  else if (filter.flags === "any") conditions.push("cardinality(ring.flags) > 0");
  else add(filter.flags, (p) => `${p} = ANY (ring.flags)`);
  // asked as (not) exists, which the planner estimates rightly: a join would make it sort the whole run
  if (filter.verdict === "none") conditions.push(`NOT EXISTS (SELECT ${VERDICTS_OF_RING_SQL})`);
  else if (filter.verdict === "any") conditions.push(`EXISTS (SELECT ${VERDICTS_OF_RING_SQL})`);
  else add(filter.verdict, hasVerdict);
  return conditions;
}

/**
 * The newest verdict of the ring's place is this word: there is one, and none with another word that no such one follows.
 * Two plain (not) exists become a semi-join and an anti-join from the few verdicts; asked as one, every ring is looked up.
 */
function hasVerdict(parameter: string): string {
  const as = (name: string) =>
    VERDICTS_OF_RING_SQL.replaceAll("verdict.", `${name}.`).replace("FROM verdict", `FROM verdict ${name}`);
  const later = `SELECT ${as("later")} AND later.label = ${parameter} AND later.at >= other.at`;
  const other = `SELECT ${as("other")} AND other.label <> ${parameter} AND NOT EXISTS (${later})`;
  return `EXISTS (SELECT ${VERDICTS_OF_RING_SQL} AND verdict.label = ${parameter}) AND NOT EXISTS (${other})`;
}
