// Parameters that the routes of candidates share.
import { z } from "zod";
import { STORED_MODES } from "@/lib/difference/candidate";
import { candidateSelection } from "@/lib/queries/difference-filter";

const emptyIsAbsent = (value: unknown) => (value === "" ? undefined : value);

/** A parameter that may be left out, or be empty. */
export function absent<T extends z.ZodType>(schema: T) {
  return z.preprocess(emptyIsAbsent, schema.optional());
}

const schema = z.object({
  mode: absent(z.enum(STORED_MODES)),
  /** the language of lib/difference/filter-language.ts */
  filter: absent(z.string()),
  /** id of a job: only its candidates */
  job: absent(
    z.coerce
      .number()
      .int()
      .min(1)
      .max(2 ** 31 - 1),
  ),
  /** whose verdicts count; left out: anybody's */
  person: absent(z.string().max(60)),
});

/** @throws InvalidParameterError for a filter that cannot be read */
export function selectionOf(parameters: Record<string, string>) {
  const { job, ...parts } = schema.parse(parameters);
  return candidateSelection({ ...parts, jobId: job });
}
