import { describe, expect, test } from "vitest";
import { InvalidParameterError } from "@/lib/errors";
import { parseSelection } from "./selection";
import { selectionToSql } from "./selection-sql";

function messageOf(text: string): string {
  try {
    parseSelection(text);
  } catch (error) {
    if (error instanceof InvalidParameterError) return error.message;
    throw error;
  }
  return "no error";
}

describe("parseSelection", () => {
  test("reads what the published workflow types", () => {
    expect(parseSelection("instrument='LSSTCam' AND exposure=2025061300222 AND detector IN (1, 3..5)")).toEqual({
      kind: "and",
      parts: [
        { kind: "compare", field: "instrument", operator: "=", value: "LSSTCam" },
        { kind: "compare", field: "exposure", operator: "=", value: 2025061300222n },
        { kind: "in", field: "detector", values: [1n], ranges: [{ first: 3n, last: 5n }] },
      ],
    });
  });

  test("does not follow parentheses without end", () => {
    const deep = (depth: number) => `${"(".repeat(depth)}detector=1${")".repeat(depth)}`;
    expect(parseSelection(deep(100))).toEqual(parseSelection("detector=1"));
    expect(messageOf(deep(101))).toContain("expected at most 100 NOTs and parentheses inside each other");
    expect(messageOf("(".repeat(9000))).toContain("at most 100");
    expect(messageOf(`${"NOT ".repeat(2000)}detector=1`)).toContain("at most 100");
    expect(messageOf(Array(500).fill("(NOT detector=1)").join(" OR "))).toBe("no error");
  });

  test("selects everything when there is nothing", () => {
    expect(parseSelection("  ")).toEqual({ kind: "everything" });
  });

  test("binds NOT before AND before OR, and parentheses before all", () => {
    const a = { kind: "compare", field: "day_obs", operator: ">=", value: 20250101n };
    const b = { kind: "compare", field: "band", operator: "=", value: "r" };
    const c = { kind: "compare", field: "seq_num", operator: "<", value: 5n };
    expect(parseSelection("day_obs>=20250101 OR band='r' AND NOT seq_num<5")).toEqual({
      kind: "or",
      parts: [a, { kind: "and", parts: [b, { kind: "not", part: c }] }],
    });
    expect(parseSelection("(day_obs>=20250101 OR band='r') AND seq_num<5")).toEqual({
      kind: "and",
      parts: [{ kind: "or", parts: [a, b] }, c],
    });
  });

  test("takes a detector by its name, a doubled quote as one, aliases and any case", () => {
    expect(parseSelection("DETECTOR = 'R22_S11'")).toEqual({
      kind: "compare",
      field: "detector_name",
      operator: "=",
      value: "R22_S11",
    });
    expect(parseSelection("exposure.target_name like 'Barnard''s%'")).toEqual({
      kind: "compare",
      field: "object",
      operator: "LIKE",
      value: "Barnard's%",
    });
  });

  test("says where, what it found and what it expected", () => {
    expect(messageOf("instrment='Kast'")).toMatch(/^selection, character 1: instrment, expected a field: instrument, /);
    expect(messageOf("instrument=Kast")).toBe(
      "selection, character 12: Kast, expected a text in quotes, as instrument='…'",
    );
    expect(messageOf("exposure='12'")).toBe("selection, character 10: '12', expected a number for exposure");
    expect(messageOf("exposure=1.5")).toBe("selection, character 10: 1.5, expected a whole number for exposure");
    expect(messageOf("exposure=12 instrument='Kast'")).toBe(
      "selection, character 13: instrument, expected AND, OR or the end",
    );
    expect(messageOf("detector IN (1, 2")).toBe("selection, character 18: the end, expected )");
    expect(messageOf("instrument='Kast")).toBe(
      "selection, character 12: a quote that is never closed, expected a closing '",
    );
    expect(messageOf("exposure=1; DROP TABLE run")).toMatch(/character 11: ;/);
    expect(messageOf("exposure=99999999999999999999")).toMatch(/at most 19 digits/);
  });
});

describe("selectionToSql", () => {
  test("keeps values out of the text", () => {
    const { text, values } = selectionToSql(parseSelection("instrument='x''; --' AND exposure IN (7, 8..9)"), 2);
    expect(text).toBe(
      "(lower(e.instrument) = lower($2::text) AND (e.exposure_id = ANY($3::bigint[]) OR e.exposure_id BETWEEN $4::bigint AND $5::bigint))",
    );
    expect(values).toEqual(["x'; --", ["7"], "8", "9"]);
  });
});
