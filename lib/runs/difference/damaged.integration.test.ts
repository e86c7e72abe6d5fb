// Damaged job folders through the scan of a mount: what is whole is kept, what is missing or doubtful stands in the job's notes.

import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { database } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { addMount } from "../requests";
import { scanMount } from "../scan/scan-mount";
import { writeJob } from "./testing/write-job";

withDatabase();

describe("a damaged job", () => {
  let bad: string;
  beforeAll(() => {
    bad = mkdtempSync("/tmp/annulus-bad-jobs-");
  });
  afterAll(() => rmSync(bad, { recursive: true, force: true }));

  async function scanned(jid: number, damage: (folder: string) => void) {
    writeJob(bad, { size: 160, injections: 8, galaxies: 30, transients: 4, jid });
    damage(path.join(bad, `jid${jid}`));
    const mount = await addMount({ root: bad });
    await scanMount(mount.mountId);
    const job = await database().differenceJob.findFirstOrThrow({
      where: { mountId: mount.mountId, jid: `jid${jid}` },
      include: { counts: true },
    });
    return { job, text: JSON.stringify(job.notes), annulus: job.counts.find(({ mode }) => mode === "annulus")! };
  }

  test("without an image keeps its candidates and says what that costs", async () => {
    const { job, text, annulus } = await scanned(1, (folder) =>
      unlinkSync(path.join(folder, "scorrimage_masked.fits")),
    );
    expect(job.notes).toContainEqual({
      kind: "absent",
      found: "no ZOGY score image",
      cost: "channel 4 not measured",
    });
    expect(text).toContain("the published pipeline skips this job");
    expect(annulus.candidates).toBeGreaterThan(0);
    expect(job.state).toBe("present");
  });

  test("with a catalogue cut off in a number, or of other columns, keeps the other algorithm's", async () => {
    const { text, annulus } = await scanned(2, (folder) =>
      writeFileSync(path.join(folder, "diffimage_masked_psfcat.txt"), "alpha beta\n1 2\n"),
    );
    expect(text).toContain("its columns are not guessed");
    expect(annulus.sfftOnly).toBeGreaterThan(0);
  });

  test("with rows cut off, a lying header and a packed twin of its truth keeps what is whole, and says so", async () => {
    const { text, annulus } = await scanned(6, (folder) => {
      const photometry = path.join(folder, "diffimage_masked_psfcat.txt");
      const lines = readFileSync(photometry, "utf8").split("\n");
      writeFileSync(photometry, `${lines.slice(0, 3).join("\n")}\n${lines[3]!.slice(0, 40)}`);
      const truth = readdirSync(folder).find((name) => name.endsWith("_inject.txt"))!;
      writeFileSync(path.join(folder, `${truth}.gz`), gzipSync(readFileSync(path.join(folder, truth))));
      const science = readdirSync(folder).find((name) => name.endsWith("_inject_reformatted.fits"))!;
      const header = readFileSync(path.join(folder, science), "latin1").replace(/SCA_NUM = {19,20}\d+/, (card) =>
        card.replace(/..\d+$/, "7.5"),
      );
      writeFileSync(path.join(folder, science), header, "latin1");
    });
    expect(text).toContain("line 4 of diffimage_masked_psfcat.txt");
    expect(text).toContain("the row is left out");
    expect(text).toContain("_inject.txt is read");
    expect(text).toContain("SCA_NUM 7.5 in the header, expected 1 to 18");
    expect(annulus.truth).toBe(12);
  });

  test("with a science image cut off keeps the rest", async () => {
    const { text, annulus } = await scanned(3, (folder) =>
      truncateSync(path.join(folder, "bkg_subbed_science_image.fits"), 5000),
    );
    expect(text).toContain("channel 1 not measured");
    expect(annulus.candidates).toBeGreaterThan(0);
  });

  test("without its marker is unfinished, and read by every scan", async () => {
    const { job, text } = await scanned(4, (folder) => {
      for (const name of readdirSync(folder)) if (name.endsWith(".done")) unlinkSync(path.join(folder, name));
    });
    expect(job.state).toBe("unfinished");
    expect(text).toContain("the folder may still be being written");
    expect((await scanMount(job.mountId)).jobs).toMatchObject({ read: 1 });
  });

  test("without catalogues of one algorithm, or without lists of truth, counts nothing that needs them", async () => {
    const without = (part: RegExp) => (folder: string) => {
      for (const name of readdirSync(folder)) if (part.test(name)) unlinkSync(path.join(folder, name));
    };
    const ofSfft = await scanned(6, without(/^diffimage_masked_psfcat/));
    expect(ofSfft.annulus).toMatchObject({ zogyOnly: null, sfftOnly: null, both: null, foundByZogy: null });
    expect(ofSfft.annulus.foundBySfft).toBeGreaterThan(0);
    expect(ofSfft.annulus.injectedFound).toBeGreaterThan(0);
    const blind = await scanned(7, without(/_lite_inject\.txt$|^Roman_TDS_index/));
    expect(blind.annulus).toMatchObject({ real: null, bogus: null, injectedFound: null, foundByEither: null });
    expect(blind.annulus.undecided).toBe(blind.annulus.candidates);
    expect(blind.annulus.both).toBeGreaterThan(0);
  });

  test("without anything is an empty job with notes, not a failure of the scan", async () => {
    const { job, annulus } = await scanned(5, (folder) => {
      for (const name of readdirSync(folder)) if (!name.endsWith(".ini")) unlinkSync(path.join(folder, name));
    });
    expect(annulus).toMatchObject({
      candidates: 0,
      both: null,
      truth: 0,
      real: null,
      bogus: null,
      injectedMissed: null,
    });
    expect(job.zeropointMag).toBeNull();
    expect(JSON.stringify(job.notes)).toContain("no ZPTMAG in the headers");
  });

  test("that is complete, and of which nothing can be read, has failed: its notes say why, its earlier rows stay", async () => {
    const before = await scanned(8, () => {});
    expect(before.job.state).toBe("present");
    const folder = path.join(bad, "jid8");
    for (const name of readdirSync(folder)) {
      if (name.endsWith(".fits")) truncateSync(path.join(folder, name), 1000);
      else if (!/\.(done|ini)$/.test(name)) unlinkSync(path.join(folder, name));
    }
    const { mountId } = before.job;
    expect((await scanMount(mountId)).jobs).toMatchObject({ failed: 1 });
    const job = await database().differenceJob.findFirstOrThrow({
      where: { mountId, jid: "jid8" },
      include: { counts: true },
    });
    expect(job.state).toBe("failed");
    expect(job.notes).toContainEqual({
      kind: "absent",
      found: "no injected truth",
      cost: "no injected source is matched",
    });
    expect(JSON.stringify(job.notes)).toContain("channel 1 not measured");
    expect(job.counts.find(({ mode }) => mode === "annulus")).toEqual(before.annulus);
    expect(before.annulus.candidates).toBeGreaterThan(0);
    const rows = await database().candidate.count({ where: { job_id: job.id, mode: "annulus" } });
    expect(rows).toBe(before.annulus.candidates);
  });
});
