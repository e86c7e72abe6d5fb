import { expect, it } from "vitest";
import { judge, median, rowText } from "./report";

it("judges by what is promised, either way, and says what could not be measured", () => {
  const most = { kind: "most", value: 1.5 } as const;
  const least = { kind: "least", value: 0.6 } as const;
  const verdicts = [1.5, 1.51, null, Number.NaN].map((value) => judge("a", value, most, { note: "" }).verdict);
  expect(verdicts).toEqual(["met", "not met", "not measured", "not measured"]);
  expect([0.6, 0.59].map((value) => judge("a", value, least, { note: "" }).verdict)).toEqual(["met", "not met"]);
  expect(judge("a", 3, null, { note: "" }).verdict).toBe("");
});

it("prints a row with its unit and target", () => {
  const text = rowText(judge("memory", 612.4, { kind: "most", value: 600 }, { unit: "MB", note: "resident" }));
  expect(text.replaceAll(/ +/g, " ")).toBe("memory 612 MB at most 600 not met resident");
  expect(rowText(judge("nothing", null, null, { note: "" })).replaceAll(/ +/g, " ")).toBe("nothing – not measured");
});

it("takes the value in the middle, not the second of the text order", () => {
  expect(median([100, 9, 20])).toBe(20);
  expect(median([1, 2])).toBe(2);
});
