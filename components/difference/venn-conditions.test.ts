import { describe, expect, it } from "vitest";
import { parseCandidateFilter } from "@/lib/difference/filter-language";
import { isCondition, jobConditionsOf, narrowed, withCondition } from "./venn-conditions";

describe("conditions of chips in a filter", () => {
  it("are added, replaced by those of the same kind, and taken out again", () => {
    const one = withCondition("zogy_snr > 5", "detected_by = zogy");
    expect(one).toBe("zogy_snr > 5 & detected_by = zogy");
    expect(isCondition(one, "detected_by = zogy")).toBe(true);
    const other = withCondition(one, "detected_by = both");
    expect(other).toBe("zogy_snr > 5 & detected_by = both");
    expect(withCondition(other, "detected_by = both")).toBe("zogy_snr > 5");
    expect(withCondition("", "label = 0")).toBe("label = 0");
  });

  it("tell the injected from all real ones", () => {
    const injected = withCondition("label = 0", "injected = true & label = 1");
    expect(injected).toBe("injected = true & label = 1");
    expect(isCondition(injected, "label = 1")).toBe(false);
    expect(withCondition(injected, "label = 1")).toBe("label = 1");
    expect(withCondition(injected, "injected = true & label = 1")).toBe("");
  });

  it("put what a person wrote with or into brackets, and leave inner brackets and texts alone", () => {
    expect(narrowed("zogy_snr > 5 | sfft_snr > 5", "label = 1")).toBe("(zogy_snr > 5 | sfft_snr > 5) & label = 1");
    expect(narrowed("x > 1 or y > 1", "label = 1")).toBe("(x > 1 or y > 1) & label = 1");
    expect(narrowed("(x > 1 | y > 1) & snr > 2", "label = 1")).toBe("(x > 1 | y > 1) & snr > 2 & label = 1");
    expect(narrowed('jid = "a | b"', "label = 1")).toBe('jid = "a | b" & label = 1');
    expect(narrowed("zogy_qfit > 0 & source = ztf", "label = 1")).toBe("zogy_qfit > 0 & source = ztf & label = 1");
    for (const filter of ["x > 1 or y > 1", 'jid = "a | b"', "(x > 1 | y > 1) & snr > 2", ""])
      expect(parseCandidateFilter(narrowed(filter, "label = 1"))).not.toBeNull();
  });

  it("tell what is said of jobs alone", () => {
    expect(jobConditionsOf('zogy_snr > 5 & filter = "K213" & label = 1 & sca < 4')).toBe('filter = "K213" & sca < 4');
    expect(jobConditionsOf("sca = 3 | sca = 4")).toBe("(sca = 3 | sca = 4)");
    expect(jobConditionsOf("sca = 3 | snr > 4")).toBe("");
    expect(jobConditionsOf("")).toBe("");
  });
});
