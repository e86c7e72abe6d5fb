import { describe, expect, it } from "vitest";
import { type AgreementTable, cohenKappa } from "./reader-agreement";
import golden from "./testing/compare.golden.json";
import { makeLabels } from "./testing/scene";

/** Counted pair by pair, the slow way. */
function agreementTable(first: readonly string[], second: readonly string[]): AgreementTable {
  const labels = [...new Set([...first, ...second])].sort();
  const pairs = labels.flatMap((a) => labels.map((b) => first.filter((label, i) => label === a && second[i] === b)));
  return { labels, table: Uint32Array.from(pairs, ({ length }) => length), compared: first.length };
}

function kappaOf(first: string[], second: string[]) {
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
    expect(cohenKappa(agreementTable([], []))).toMatchObject({
      reason: "no candidate has a label of both readers",
    });
    expect(cohenKappa(agreementTable(["a", "a"], ["a", "a"]))).toEqual({
      state: "not measured",
      reason: "both readers gave all 2 candidates the same label",
    });
  });
});
