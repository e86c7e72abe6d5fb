// What is flipped through: parsed from an address. Unset parts are chosen by what there is (flip-scope.ts).
import { z } from "zod";
import { InvalidParameterError } from "../errors";
import { type ExposureFilter, parseExposureFilter } from "./exposure-filter";

/** Stands for the whole focal plane where a detector's name would be. */
export const FOCAL_PLANE = "*";
/** Stands for all days where one would be. */
export const ALL_DAYS = "all";

const emptyIsAbsent = (value: unknown) => (value === "" ? undefined : value);
const absent = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsAbsent, schema.optional());

const schema = z.object({
  /** its detectors are the rows; else the exposures of the filter are */
  exposure: absent(
    z
      .string()
      .regex(/^\d{1,19}$/)
      .transform(BigInt),
  ),
  /** name of the detector shown of each exposure, or * for the focal plane */
  detector: absent(z.string().max(100)),
  stage: absent(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)),
  /** none: not judged yet; any: judged; else the verdict's word */
  verdict: absent(z.string().max(40)),
});

export interface FlipFilter extends z.output<typeof schema> {
  /** which exposures; day undefined with isAllDays false: the newest */
  exposures: Pick<ExposureFilter, "instrument" | "day" | "type" | "filter" | "program" | "mount">;
  isAllDays: boolean;
}

const EXPECTED: Record<string, string> = {
  exposure: "the number of an exposure",
  stage: "a stage as post_isr or mosaic8",
};

/**
 * Reads the filter from an address. Unknown parameters are left alone.
 *
 * @throws InvalidParameterError naming the parameter
 */
export function parseFlipFilter(parameters: Record<string, string | string[] | undefined>): FlipFilter {
  const single = (name: string) => {
    const value = parameters[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const isAllDays = single("day") === ALL_DAYS;
  const { instrument, day, type, filter, program, mount } = parseExposureFilter({
    ...Object.fromEntries(["instrument", "type", "filter", "program", "mount"].map((name) => [name, single(name)])),
    day: isAllDays ? undefined : single("day"),
  });
  const own = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, single(name)]));
  const parsed = schema.safeParse(own);
  if (parsed.success) {
    return { ...parsed.data, exposures: { instrument, day, type, filter, program, mount }, isAllDays };
  }
  const name = String(parsed.error.issues[0]?.path[0]);
  throw new InvalidParameterError({
    place: `parameter ${name}`,
    found: JSON.stringify(own[name] ?? null),
    expected: EXPECTED[name] ?? "a shorter text",
  });
}
