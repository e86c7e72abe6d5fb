import { expect, it } from "vitest";
import { z } from "zod";
import { refusalOf } from "./refusals";

const schema = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("reference"),
    area: z.number().min(1).max(1000).optional(),
    noise: z.number().positive().optional(),
    scales: z.int().optional(),
    isDark: z.boolean().optional(),
    planes: z.array(z.number()).min(2).optional(),
    name: z.string().min(1).optional(),
    size: z.union([z.number(), z.literal("whole")]).optional(),
    day: z
      .string()
      .regex(/^\d{8}$/)
      .optional(),
    port: z
      .number()
      .refine((port) => port % 2 === 0, "an even number")
      .optional(),
  }),
  z.strictObject({ mode: z.literal("annulus") }),
]);
const mode = "reference";

it.each([
  [{ mode: "foo" }, "mode", '"foo"', "reference or annulus"],
  [{}, "mode", "nothing", "reference or annulus"],
  ["fast", "", '"fast"', "names with values"],
  [{ mode, area: "5" }, "area", '"5"', "a number"],
  [{ mode, area: Number.NaN }, "area", "NaN", "a number"],
  [{ mode, area: 0 }, "area", "0", "a number of at least 1"],
  [{ mode, area: 2000 }, "area", "2000", "a number of at most 1000"],
  [{ mode, noise: 0 }, "noise", "0", "a number of more than 0"],
  [{ mode, scales: 1.5 }, "scales", "1.5", "a whole number"],
  [{ mode, isDark: 1 }, "isDark", "1", "true or false"],
  [{ mode, planes: [1] }, "planes", "[1]", "a list of at least 2 values"],
  [{ mode, planes: [1, "2"] }, "planes.1", '"2"', "a number"],
  [{ mode, name: "" }, "name", '""', "text of at least 1 character"],
  [{ mode, size: "half" }, "size", '"half"', "a number or whole"],
  [{ mode, day: "June" }, "day", '"June"', "text like /^\\d{8}$/"],
  [{ mode, port: 3 }, "port", "3", "an even number"],
  [{ mode: "annulus", area: 4, day: "x" }, "", 'area: 4, day: "x"', "names that are known"],
])("says of %j what was found and expected", (input, name, found, expected) => {
  const { error } = schema.safeParse(input);
  expect(error && refusalOf(error, input)).toEqual({ name, found, expected });
});

it("cuts what is long", () => {
  const input = { mode: "x".repeat(1000) };
  const { error } = schema.safeParse(input);
  expect(error && refusalOf(error, input).found).toHaveLength(200);
});
