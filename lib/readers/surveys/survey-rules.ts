// The small YAML by which a mount tells the generic reader where its facts are:
//
//     instrument: { value: Goodman }
//     exposure: { file: 'img_(\d+)_ccd\d+\.fits$' }    # first group of a match in the path
//     detector: { file: '_ccd(\d+)\.fits$' }
//     observation_type: { keyword: OBSTYPE, map: { COMP: arc, OBJECT: science } }
//     physical_filter: FILTER                          # short for { keyword: FILTER }
//     images: [SCI]                                    # each (default) | first | names of extensions
//     product_type: raw                                # raw | post_isr | image (default) | difference

import { z } from "zod";
import { InvalidParameterError } from "@/lib/errors";
import { refusalOf } from "@/lib/refusals";
import { parseYaml } from "@/lib/yaml-text";
import { findText, type Headers } from "./headers";

const MAX_PATTERN_LENGTH = 300;

const pattern = z
  .string()
  .max(MAX_PATTERN_LENGTH)
  .transform((text, context) => {
    try {
      if (!hasRepeatedChoice(text)) return new RegExp(text);
      context.addIssue({
        code: "custom",
        message: "a pattern without a repeated group that repeats or chooses inside",
      });
    } catch {
      context.addIssue({ code: "custom", message: "a regular expression" });
    }
    return z.NEVER;
  });

/** A repeated group with repeats or alternatives inside can take exponential time: (\w+)+, ((a)+)+, (a|a)+ */
function hasRepeatedChoice(source: string): boolean {
  const plain = source.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/gs, "x");
  const open: { isVaried: boolean }[] = [];
  for (let i = 0; i < plain.length; i++) {
    const sign = plain[i]!;
    if (sign === "(") open.push({ isVaried: false });
    if ("+*{|".includes(sign) && open.length > 0) open.at(-1)!.isVaried = true;
    if (sign !== ")") continue;
    const group = open.pop();
    if (group?.isVaried && /^[+*{]/.test(plain.slice(i + 1))) return true;
    if (group?.isVaried && open.length > 0) open.at(-1)!.isVaried = true;
  }
  return false;
}

const scalar = z.union([z.string(), z.number()]).transform(String);
const rule = z.union([
  z.string().transform((keyword) => ({ keyword: [keyword] })),
  z.strictObject({
    keyword: z.union([z.string().transform((keyword) => [keyword]), z.array(z.string()).min(1)]).optional(),
    file: pattern.optional(),
    value: scalar.optional(),
    map: z.record(z.string(), scalar).optional(),
  }),
]);
const rules = z.strictObject({
  name: z.string().optional(),
  files: pattern.optional(),
  instrument: rule.optional(),
  exposure: rule.optional(),
  day_obs: rule.optional(),
  seq_num: rule.optional(),
  detector: rule.optional(),
  detector_name: rule.optional(),
  observation_type: rule.optional(),
  physical_filter: rule.optional(),
  band: rule.optional(),
  date: rule.optional(),
  mjd: rule.optional(),
  exposure_time: rule.optional(),
  object: rule.optional(),
  program: rule.optional(),
  label: rule.optional(),
  images: z.union([z.enum(["each", "first"]), z.array(z.string()).min(1)]).default("each"),
  product_type: z.enum(["raw", "post_isr", "image", "difference"]).default("image"),
});

/** Where a mount's facts are. */
export type SurveyRules = z.infer<typeof rules>;

/** The facts that a rule can give. */
export type RuledFact = Exclude<keyof SurveyRules, "name" | "files" | "images" | "product_type">;

/**
 * Parses the rules of a mount.
 *
 * @param yamlText text as the user wrote it
 * @returns the rules
 * @throws InvalidParameterError naming the place in the YAML
 */
export function parseSurveyRules(yamlText: string): SurveyRules {
  const input = parseYaml(yamlText, "survey rules") ?? {};
  const result = rules.safeParse(input);
  if (result.success) return result.data;
  const { name, found, expected } = refusalOf(result.error, input);
  throw new InvalidParameterError({ place: `survey rules, ${name || "top level"}`, found, expected });
}

/**
 * True when the rules speak of a file.
 *
 * @param surveyRules of the mount; null when it has none
 * @param path relative to the mount
 * @returns whether the generic reader should use them
 */
export function rulesApply(surveyRules: SurveyRules | null, path: string): surveyRules is SurveyRules {
  return surveyRules !== null && (surveyRules.files === undefined || surveyRules.files.test(path));
}

/**
 * The value that a rule gives: of the file name if it has a pattern, else of the header, else the fixed one; then mapped.
 *
 * @param surveyRules of the mount; null when it has none
 * @param fact which
 * @param headers where keywords are looked up
 * @param path where patterns are matched
 * @returns text; null when there is no rule or it finds nothing
 */
export function ruledText(
  surveyRules: SurveyRules | null,
  fact: RuledFact,
  headers: Headers,
  path: string,
): string | null {
  const found = surveyRules?.[fact];
  if (!found) return null;
  const { keyword, file, value, map } = { file: undefined, value: undefined, map: undefined, ...found };
  const match = file?.exec(path);
  const text = match?.[1] ?? match?.[0] ?? (keyword ? findText(headers, ...keyword) : null) ?? value ?? null;
  return text ? (map?.[text] ?? text) : null;
}
