// What a comparison of the algorithms is asked for, in its address and in the API. Pure: the page reads the same.
import { z } from "zod";
import { parseCandidateFilter } from "@/lib/difference/filter-language";
import { isAboutJobs } from "@/lib/difference/job-filter";
import { FEATURE_COLUMNS } from "@/lib/difference/stored-columns";
import { InvalidParameterError } from "../errors";
import { refusalOf } from "../refusals";

/** Measurements that both algorithms have, without their prefix. */
export const COMPARED_FEATURES: readonly string[] = FEATURE_COLUMNS.filter(
  ({ name, twin }) => twin !== null && name.startsWith("zogy_") && !/_(x|y|truth_sep_px)$/.test(name),
).map(({ name }) => name.slice("zogy_".length));

/** Features of which small values are good. */
const PASS_BELOW = new Set([
  ...["mag", "daofind_mag", "flux_err", "x_err", "y_err", "qfit", "cfit", "reduced_chi2", "elongation", "sex_flags"],
]);

/** The side that usually passes. */
export function usualPass(feature: string): "above" | "below" {
  return PASS_BELOW.has(feature) ? "below" : "above";
}

/** Radius to which the jobs' detections and truth were matched: pairs further apart are not stored. */
export const MOST_RADIUS_PX = 4;

const optional = (schema: z.ZodType<number>) =>
  z.preprocess((value) => (value === "" || value === undefined ? null : Number(value)), schema.nullable());
const feature = z.string().refine((name) => COMPARED_FEATURES.includes(name), "a feature of both algorithms");

const requestSchema = z
  .object({
    mode: z.enum(["annulus", "reference"]).default("annulus"),
    /** which truth: injected, of the simulation's transients, or both */
    kind: z.enum(["inj", "ou", "all"]).default("inj"),
    /** filter of the science images; empty: all */
    band: z.string().max(40).default(""),
    /** conditions on jobs, in the language of filters; empty: all */
    jobs: z.string().max(2000).default(""),
    radius: z.coerce.number().positive().max(MOST_RADIUS_PX).default(MOST_RADIUS_PX),
    magfrom: optional(z.number().min(-50).max(50)).default(null),
    magto: optional(z.number().min(-50).max(50)).default(null),
    step: z.coerce.number().min(0.05).max(5).default(0.5),
    of: feature.default("snr"),
    pass: z.enum(["", "above", "below"]).default(""),
    /** detections are cut at so many false positives per image; null: as found */
    fp: optional(z.number().min(0).max(1e6)).default(null),
  })
  .refine(({ magfrom, magto }) => magfrom === null || magto === null || magfrom < magto, {
    path: ["magto"],
    message: "fainter than magfrom",
  });

export type CompareRequest = z.infer<typeof requestSchema>;

/**
 * A request of an address; what it does not name has its usual value.
 *
 * @throws InvalidParameterError naming the first parameter that does not hold, or the character at which `jobs` cannot be read
 */
export function parseCompareRequest(parameters: Record<string, string | string[] | undefined>): CompareRequest {
  const single = Object.entries(parameters).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  // an emptied field asks for the usual value
  const given = Object.fromEntries(single.filter(([, value]) => value !== ""));
  const parsed = requestSchema.safeParse(given);
  if (parsed.success) return withJobs(parsed.data);
  const { name, found, expected } = refusalOf(parsed.error, given);
  throw new InvalidParameterError({ place: `parameter ${name || "(all)"}`, found, expected });
}

function withJobs(request: CompareRequest): CompareRequest {
  const filter = parseCandidateFilter(request.jobs);
  if (filter === null || isAboutJobs(filter)) return request;
  throw new InvalidParameterError({
    place: "parameter jobs",
    found: JSON.stringify(request.jobs.slice(0, 80)),
    expected: "conditions on jid, filter, sca, mjd, field or source alone: missed sources have no other columns",
  });
}
