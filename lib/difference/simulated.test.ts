// Simulated jobs of both eras against what the simulation itself knows: its ledger says which detection is of which truth, and why
// others are missing, without any reader or matcher of this room.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type JobSummary, type JobToSimulate, simulateJob } from "@/lib/simulate/job";
import { followTruth, jobCandidates, readJob } from "./index";
import { removeTestFolders, temporaryFolder } from "./testing/make-job";

afterAll(removeTestFolders);

function writeJob(options: JobToSimulate): { folder: string; summary: JobSummary } {
  const folder = join(temporaryFolder(), `jid${options.jid}`);
  mkdirSync(folder);
  const files = simulateJob(options);
  let step = files.next();
  while (!step.done) {
    writeFileSync(join(folder, step.value.fileName), step.value.bytes);
    step = files.next();
  }
  return { folder, summary: step.value };
}

const COMMON = { size: 256, products: "all", injections: 60, transients: 40, seed: "difference" } as const;

describe.each([
  { ...COMMON, jid: 31, era: "a" },
  { ...COMMON, jid: 32, era: "b", rimtimsim: true, settings: { injectionOrigin: 1, indexOrigin: 0 } },
] satisfies JobToSimulate[])("a simulated job of era $era", (options) => {
  const { folder, summary } = writeJob(options);
  const { ledger } = summary;

  it("is read without a complaint but for what its era lacks", async () => {
    const job = await readJob(folder);
    const lacks = options.era === "a" ? [] : ["no SFFT score image"];
    expect(job.notes.map(({ found }) => found)).toEqual(lacks);
    expect(job.facts).toMatchObject({
      filter: summary.filter,
      sca: summary.sca,
      mjd: summary.mjd,
      field: String(summary.field),
    });
    expect(job.facts.zeropointMag).toBeCloseTo(summary.zeropoint, 9);
  });

  it("gives every truth the detection that the ledger knows, and no other", async () => {
    const job = await readJob(folder);
    const { candidates, origins } = jobCandidates(job, { matchRadiusPx: ledger.matchRadiusPixels });
    expect(origins.inj).toMatchObject({ isMeasured: true, offsetPx: summary.injectionOrigin });
    expect(origins.ou).toMatchObject({ isMeasured: true, offsetPx: summary.indexOrigin });
    for (const algorithm of ["zogy", "sfft"] as const) {
      const known = ledger.truths.flatMap((truth) => {
        const match = truth[algorithm];
        return "id" in match ? [`${truth.truthId} ${match.id}`] : [];
      });
      const ours = candidates.flatMap((candidate) => {
        const match = algorithm === "zogy" ? candidate.zogyMatch : candidate.sfftMatch;
        return match === null ? [] : [`${match.truth.truthId} ${candidate[algorithm]?.id}`];
      });
      expect(known.length).toBeGreaterThan(20);
      expect(ours.sort()).toEqual(known.sort());
    }
  });

  it("keeps the truth that is missed, with the ledger's reason where pixels alone tell it", async () => {
    const job = await readJob(folder);
    const fates = await followTruth(job, jobCandidates(job, { matchRadiusPx: ledger.matchRadiusPixels }));
    const reasonOf = (truthId: string) => fates.find(({ source }) => source.truthId === truthId)?.missReason;
    expect(fates.map(({ source }) => source.truthId).sort()).toEqual(
      ledger.truths.map(({ truthId }) => truthId).sort(),
    );
    for (const { truthId, zogy, sfft } of ledger.truths) {
      if (!("missed" in zogy) || !("missed" in sfft)) expect(reasonOf(truthId)).toBeNull();
      else if (zogy.missed === "off_image") expect(reasonOf(truthId)).toBe("outside_image");
      else if (zogy.missed === "no_coverage") expect(reasonOf(truthId)).toBe("no_coverage");
      else expect(["edge", "too_faint", "not_detected"]).toContain(reasonOf(truthId));
    }
  });

  it("matches nothing twice", async () => {
    const job = await readJob(folder);
    const { candidates } = jobCandidates(job);
    const truths = candidates.flatMap(({ match }) => match?.index ?? []);
    expect(truths.length).toBeGreaterThan(20);
    expect(new Set(truths).size).toBe(truths.length);
    const zogy = candidates.flatMap((candidate) => candidate.zogy?.id ?? []);
    const sfft = candidates.flatMap((candidate) => candidate.sfft?.id ?? []);
    expect(zogy).toEqual(Array.from({ length: job.zogy.photometry?.rowCount ?? 0 }, (_, i) => i + 1));
    expect(new Set(sfft).size).toBe(job.sfft.photometry?.rowCount);
  });
});
