import { describe, expect, it } from "vitest";
import { type CandidateFilter, type NumberTerm, parseCandidateFilter } from "@/lib/difference/filter-language";
import { selectionFilter } from "./scatter-selection";

const FEATURES = { x: "zogy_flux", y: "sfft_flux", isLog: false };

/** The filter as the database would take it, on one row. */
function keeps(filter: CandidateFilter | null, row: Record<string, number>): boolean {
  if (filter?.kind === "and") return filter.parts.every((part) => keeps(part, row));
  if (filter?.kind !== "numbers") throw new Error(`expected comparisons, found ${filter?.kind}`);
  const [left, right] = [termValue(filter.left, row), termValue(filter.right, row)];
  return filter.operator === ">=" ? left >= right : left <= right;
}

function termValue(term: NumberTerm, row: Record<string, number>): number {
  if (term.kind === "number") return term.value;
  if (term.kind === "column") return row[term.column] ?? Number.NaN;
  if (term.kind === "abs") return Math.abs(termValue(term.of, row));
  const [left, right] = [termValue(term.left, row), termValue(term.right, row)];
  return { "+": left + right, "-": left - right, "*": left * right, "/": left / right }[term.operator];
}

describe("what is drawn around points, as a filter", () => {
  it("is a box as it is", () => {
    expect(selectionFilter({ x: [1, 2.5], y: [-3, 4], lasso: null }, FEATURES)).toBe(
      "zogy_flux >= 1 & zogy_flux <= 2.5 & sfft_flux >= -3 & sfft_flux <= 4",
    );
  });

  it("keeps the inside of a lasso and nothing outside its outline", () => {
    const angles = Array.from({ length: 8 }, (_, i) => (2 * Math.PI * i) / 8 + 0.1);
    // drawn clockwise, with a step back into the inside
    const corners = angles.toReversed().map((angle) => [10 + 4 * Math.cos(angle), -2 + 3 * Math.sin(angle)] as const);
    const lasso = { x: [...corners.map(([x]) => x), 10], y: [...corners.map(([, y]) => y), -2] };
    const filter = parseCandidateFilter(selectionFilter({ x: null, y: null, lasso }, FEATURES) ?? "");
    for (let i = 0; i < 200; i++) {
      const [angle, part] = [0.7 * i, (i % 20) / 10];
      const row = { zogy_flux: 10 + 4 * part * Math.cos(angle), sfft_flux: -2 + 3 * part * Math.sin(angle) };
      // an octagon lies between the circles of 0.92 and 1 of its radius
      if (part < 0.92) expect(keeps(filter, row), JSON.stringify(row)).toBe(true);
      if (part > 1) expect(keeps(filter, row), JSON.stringify(row)).toBe(false);
    }
  });

  it("is readable by the filter language however many corners and signs there are", () => {
    const lasso = {
      x: Array.from({ length: 300 }, (_, i) => -1e-3 * Math.cos(i / 47)),
      y: Array.from({ length: 300 }, (_, i) => 2e7 * Math.sin(i / 47)),
    };
    const text = selectionFilter({ x: null, y: null, lasso }, FEATURES) ?? "";
    const filter = parseCandidateFilter(text);
    expect(filter?.kind === "and" && filter.parts.length <= 10).toBe(true);
    expect(keeps(filter, { zogy_flux: 0, sfft_flux: 0 })).toBe(true);
  });

  it("is the box of a lasso on logarithmic axes, and nothing for a click", () => {
    const lasso = { x: [1, 10, 3], y: [2, 3, 100] };
    expect(selectionFilter({ x: null, y: null, lasso }, { ...FEATURES, isLog: true })).toBe(
      "zogy_flux >= 1 & zogy_flux <= 10 & sfft_flux >= 2 & sfft_flux <= 100",
    );
    expect(selectionFilter({ x: null, y: null, lasso: { x: [1, 2], y: [1, 2] } }, FEATURES)).toBeNull();
  });
});
