import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import { agreementTable, cohenKappa, listDisagreements } from "./reader-agreement";
import golden from "./testing/compare.golden.json";
import { makeLabels } from "./testing/scene";

function kappaOf(first: (string | null)[], second: (string | null)[]) {
  const found = cohenKappa(agreementTable(first, second));
  if (found.state === "not measured") throw new Error(found.reason);
  return found;
}

/** `times` copies of each pair */
function readers(...pairs: [string, string, number][]) {
  const all = pairs.flatMap(([first, second, times]) => Array.from({ length: times }, () => [first, second] as const));
  return [all.map(([first]) => first), all.map(([, second]) => second)] as const;
}

describe("cohenKappa", () => {
  it("is 0.4 for 35 of 50 where 25 come by chance", () => {
    const [first, second] = readers(
      ["real", "real", 20],
      ["real", "bogus", 5],
      ["bogus", "real", 10],
      ["bogus", "bogus", 15],
    );
    const { kappa, observed, expected } = kappaOf(first, second);
    expect(observed).toBeCloseTo(0.7, 14);
    expect(expected).toBeCloseTo(0.5, 14);
    expect(kappa).toBeCloseTo(0.4, 14);
  });

  it("is 1 without error for equal lists, and negative for opposed ones", () => {
    const same = ["a", "b", "b", "c"];
    expect(kappaOf(same, same)).toMatchObject({ kappa: 1, low: 1, high: 1 });
    expect(kappaOf(["a", "b"], ["b", "a"]).kappa).toBe(-1);
  });

  it("agrees with the delta method done numerically", () => {
    const { first, second } = makeLabels();
    const table = agreementTable(first, second);
    expect(table.labels).toEqual(golden.kappa.labels);
    const found = kappaOf(first, second);
    expect(found.kappa).toBeCloseTo(golden.kappa.kappa, 12);
    expect(found.standardError).toBeCloseTo(golden.kappa.standardError, 8);
    expect(found.standardErrorOfChance).toBeCloseTo(golden.kappa.standardErrorOfChance, 8);
    expect(found.high - found.low).toBeCloseTo(2 * 1.959963984540054 * found.standardError, 12);
  });

  it("does not care who is first, what labels are called, or about a label that neither used", () => {
    const { first, second } = makeLabels();
    const { kappa, standardError } = kappaOf(first, second);
    const renamed = (labels: string[]) => labels.map((label) => `~${label.split("").reverse().join("")}`);
    for (const other of [kappaOf(second, first), kappaOf(renamed(first), renamed(second))]) {
      expect(other.kappa).toBeCloseTo(kappa, 14);
      expect(other.standardError).toBeCloseTo(standardError, 14);
    }
  });

  it("halves its square error with twice the candidates", () => {
    const { first, second } = makeLabels();
    const twice = kappaOf([...first, ...first], [...second, ...second]);
    expect(kappaOf(first, second).standardError / twice.standardError).toBeCloseTo(Math.SQRT2, 12);
  });

  it("says why there is none", () => {
    expect(cohenKappa(agreementTable(["a", null], [null, "b"]))).toMatchObject({
      reason: "no candidate has a label of both readers",
    });
    expect(cohenKappa(agreementTable(["a", "a"], ["a", "a"]))).toEqual({
      state: "not measured",
      reason: "both readers gave all 2 candidates the same label",
    });
  });
});

describe("agreementTable", () => {
  it("counts pairs, and leaves out what one reader did not see", () => {
    expect(agreementTable(["b", "a", null, "a", null], ["a", "a", "a", null, null])).toEqual({
      labels: ["a", "b"],
      table: Uint32Array.of(1, 0, 1, 0),
      compared: 2,
      withoutFirst: 2,
      withoutSecond: 2,
    });
  });

  it("refuses lists of different candidates", () => {
    expect(() => agreementTable(["a"], [])).toThrow(InvalidParameterError);
    expect(() => listDisagreements(["a"], [])).toThrow(InvalidParameterError);
  });
});

describe("listDisagreements", () => {
  it("has what both labelled differently, and as many as the table has off its diagonal", () => {
    expect(listDisagreements(["a", "b", null, "a"], ["a", "a", "a", null])).toEqual([
      { index: 1, first: "b", second: "a" },
    ]);
    const { first, second } = makeLabels();
    const { labels, table, compared } = agreementTable(first, second);
    const agreed = labels.reduce((sum, _, i) => sum + table[i * labels.length + i]!, 0);
    expect(listDisagreements(first, second)).toHaveLength(compared - agreed);
  });
});
