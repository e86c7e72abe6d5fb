import { expect, it } from "vitest";
import { InvalidParameterError } from "./errors";
import { parseYaml } from "./yaml-text";

it("gives the value", () => {
  expect(parseYaml("a: [1, b]", "x.yaml")).toEqual({ a: [1, "b"] });
  expect(parseYaml("", "x.yaml")).toBeNull();
});

const LAUGHS = [..."bcdef"].map((name, i) => `${name}: &${name} [*${"abcde"[i]}, *${"abcde"[i]}, *${"abcde"[i]}]`);

it.each([
  ["a list that does not end", "a: 1\nb: [", /^x\.yaml, line 2: \w+, expected YAML/],
  ["an alias of nothing", "a: *nothing", /^x\.yaml: .*nothing, expected YAML$/],
  ["aliases of aliases", `a: &a [ha]\n${LAUGHS.join("\n")}`, /^x\.yaml: Excessive alias count.*, expected YAML$/],
])("refuses %s", (_what, text, message) => {
  expect(() => parseYaml(text, "x.yaml")).toThrow(InvalidParameterError);
  expect(() => parseYaml(text, "x.yaml")).toThrow(message);
});
