import { describe, expect, it } from "vitest";
import { type CandidateFilter, type NumberTerm, parseCandidateFilter, requiresMeasured } from "./filter-language";

/** Fully bracketed, so that precedence can be read. */
function plain(filter: CandidateFilter | null): string {
  if (filter === null) return "";
  switch (filter.kind) {
    case "and":
    case "or":
      return `(${filter.parts.map(plain).join(filter.kind === "and" ? " & " : " | ")})`;
    case "not":
      return `!${plain(filter.part)}`;
    case "numbers":
      return `${term(filter.left)} ${filter.operator} ${term(filter.right)}`;
    case "measured":
      return `${filter.column} is ${filter.isMeasured ? "any" : "none"}`;
    case "contains":
      return `${filter.column} has ${filter.value}`;
    case "same":
      return `${filter.column} is ${filter.other}`;
    case "boolean":
      return `${filter.column} is ${filter.value}`;
    case "verdict":
      return `verdict in ${filter.values.join("/")}`;
    default:
      return `${filter.column} in ${filter.values.join("/")}`;
  }
}

function term(of: NumberTerm): string {
  if (of.kind === "number") return String(of.value);
  if (of.kind === "column") return of.column;
  return of.kind === "abs" ? `abs(${term(of.of)})` : `(${term(of.left)} ${of.operator} ${term(of.right)})`;
}

describe("a filter of candidates", () => {
  it.each([
    ["", ""],
    ["  ", ""],
    ["zogy_flux>20", "zogy_flux > 20"],
    [
      "zogy_flux > 20 & sfft_sharpness<0.8 & detected_by=both & filter=H158",
      "(zogy_flux > 20 & sfft_sharpness < 0.8 & detected_by in both & filter in H158)",
    ],
    ["zogy_flux>sfft_flux", "zogy_flux > sfft_flux"],
    ["snr>=5 | label=1 & x<10", "(snr >= 5 | (label = 1 & x < 10))"],
    ["(snr>=5 | label==1) and x<1e1", "((snr >= 5 | label = 1) & x < 10)"],
    ["zogy_flux > 2*sfft_flux - -1", "zogy_flux > ((2 * sfft_flux) - (0 - 1))"],
    ["abs(zogy_mag-sfft_mag)/(zogy_snr+1) != .5", "(abs((zogy_mag - sfft_mag)) / (zogy_snr + 1)) != 0.5"],
    ["(zogy_flux+sfft_flux)/2 > 3", "((zogy_flux + sfft_flux) / 2) > 3"],
    ["((snr>5))", "snr > 5"],
    ["not injected=true", "!injected is true"],
    ["!(injected=yes) & !!snr>2", "(!injected is true & !!snr > 2)"],
    ["filter=H158,F184", "filter in H158/F184"],
    ["filter != 'H 158' , \"a&b\"", "!filter in H 158/a&b"],
    ["jid ~ 872", "jid has 872"],
    ["candidate_id=jid7:zogy:12.2", "candidate_id in jid7:zogy:12.2"],
    ["match_id=none & zogy_flux=any & sfft_flux!=none", "(truth_id is none & zogy_flux is any & sfft_flux is any)"],
    ["zogy_truth_id != sfft_truth_id", "!zogy_truth_id is sfft_truth_id"],
    ["candidate_flags=duplicate,ambiguous_truth", "candidate_flags in duplicate/ambiguous_truth"],
    ["cut_failed=zogy:edge,none", "cut_failed in zogy:edge/none"],
    ["cut_failed != elongation", "!cut_failed in zogy:elongation/sfft:elongation"],
    ["verdict=none or verdict=real,'cosmic ray'", "(verdict in none | verdict in real/cosmic ray)"],
  ])("%s", (text, expected) => expect(plain(parseCandidateFilter(text))).toBe(expected));

  it.each([
    ["zogy_fluxx>20", 'filter, character 1: "zogy_fluxx>20", expected a column: zogy_flux?'],
    ["snr>", "filter, character 5: the end, expected a column or a number"],
    ["snr 5", 'filter, character 5: "5", expected <, <=, =, !=, >= or >'],
    ["snr>5 x<3", 'filter, character 7: "x<3", expected & or | and another condition, or the end'],
    ["snr>5 &", "filter, character 8: the end, expected a column or a number"],
    ["(snr>5", "filter, character 7: the end, expected )"],
    ["snr>filter", 'filter, character 5: "filter", expected a column of numbers: filter has text'],
    ["filter>H158", 'filter, character 7: ">H158", expected =, != or ~'],
    ["injected=maybe", 'filter, character 10: "maybe", expected true, false, none or any'],
    ["snr>5; DROP TABLE candidate", 'filter, character 6: "; DROP TABLE candidate", expected & or |'],
    [
      "cut_failed=elongatoin",
      'filter, character 12: "elongatoin", expected none, any, zogy, sfft, a cut, or zogy:edge',
    ],
    ["verdict~real", 'filter, character 8: "~real", expected = or !='],
  ])("refuses %s", (text, message) => expect(() => parseCandidateFilter(text)).toThrow(message));

  it("refuses what is too long or too deep", () => {
    expect(() => parseCandidateFilter("x".repeat(5000))).toThrow("filter: 5000 characters, expected at most 4000");
    expect(() => parseCandidateFilter(`${"!".repeat(100)}snr>5`)).toThrow("at most 40 brackets");
    expect(() => parseCandidateFilter(`${"(".repeat(60)}snr`)).toThrow("at most 40 brackets");
  });

  it("knows which columns it needs", () => {
    expect(requiresMeasured(parseCandidateFilter("x<3 & zogy_flux>2*sfft_flux"), "sfft_flux")).toBe(true);
    expect(requiresMeasured(parseCandidateFilter("x<3 | sfft_flux>2"), "sfft_flux")).toBe(false);
    expect(requiresMeasured(parseCandidateFilter("sfft_flux=none"), "sfft_flux")).toBe(false);
  });
});
