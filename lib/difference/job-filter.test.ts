import { describe, expect, it } from "vitest";
import { parseCandidateFilter } from "./filter-language";
import { isAboutJobs, jobPart } from "./job-filter";

const parsed = (text: string) => {
  const filter = parseCandidateFilter(text);
  if (filter === null) throw new Error("a filter was expected");
  return filter;
};

describe("the part of a filter that chooses jobs", () => {
  it.each([
    "jid ~ 87",
    "filter = K213, F184",
    "sca = 3 | sca = 4",
    "mjd + 1 > 62000 & !(field = none)",
    "abs(sca - 3) < 2",
  ])("is all of %s", (text) => {
    expect(isAboutJobs(parsed(text))).toBe(true);
    expect(jobPart(parsed(text))).toEqual(parsed(text));
  });

  it.each(["snr > 5", "jid = jid9 | snr > 5", "verdict = none", "sca > zogy_snr", "candidate_flags = edge"])(
    "is nothing of %s",
    (text) => {
      expect(jobPart(parsed(text))).toBeNull();
    },
  );

  it("is what stands beside conditions on candidates", () => {
    expect(jobPart(parsed("snr > 5 & filter = K213 & label = 1 & sca < 4"))).toEqual(parsed("filter = K213 & sca < 4"));
    expect(jobPart(null)).toBeNull();
  });
});
