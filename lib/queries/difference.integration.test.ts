// Jobs, candidates, verdicts and plots as pages and the API ask for them, from simulated job folders through the scan.

import { mkdtempSync, readdirSync, rmSync, unlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { saveVerdicts } from "@/lib/database/save-verdicts";
import { withDatabase } from "@/lib/database/testing/with-database";
import { STORED_COLUMNS } from "@/lib/difference/stored-columns";
import { writeJob } from "@/lib/runs/difference/testing/write-job";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import { verdictSchema } from "@/lib/verdicts/verdict";
import { findAgreement } from "./difference-agreement";
import { getCandidate } from "./difference-candidate";
import { listCandidates, parseCandidateSort } from "./difference-candidates";
import { countCandidates } from "./difference-counts";
import { candidateSelection } from "./difference-filter";
import { findDifferenceJob, getDifferenceJob, listJobTruth } from "./difference-job";
import { jobListSchema, listDifferenceJobs, listJobChoices } from "./difference-jobs";
import { histogramCandidates, scatterCandidates } from "./difference-plots";
import type { CandidateRow, CandidateValue } from "./difference-rows";
import { list, requestOf, type Wish, withSimulatedJobs } from "./testing/simulated-jobs";

vi.mock("server-only", () => ({}));
withDatabase();
const simulated = withSimulatedJobs();

describe("jobs", () => {
  const jobs = (parameters: Record<string, string> = {}) => listDifferenceJobs(jobListSchema.parse(parameters));

  test("have their counts, and totals over the selection", async () => {
    const page = await jobs();
    expect(page).toMatchObject({ jobCount: 2, page: 1, pageCount: 1 });
    const { ledgers } = simulated;
    const sets = ledgers.map(({ ledger }) => ledger.sets);
    expect(page.totals).toMatchObject({
      both: sets[0]!.both + sets[1]!.both,
      zogyOnly: sets[0]!.zogyOnly + sets[1]!.zogyOnly,
      truth: ledgers[0]!.ledger.truths.length + ledgers[1]!.ledger.truths.length,
    });
    expect((page.totals.injectedFound ?? 0) + (page.totals.injectedMissed ?? 0)).toBe(32);
    const one = await jobs({ filter: "F184" });
    expect(one.jobs.map(({ jid }) => jid)).toEqual(["jid10"]);
    expect(one.totals).toMatchObject(sets[1]!);
  });

  test("sort by number, and are found by parts of names", async () => {
    expect((await jobs({ sort: "jid" })).jobs.map(({ jid }) => jid)).toEqual(["jid9", "jid10"]);
    expect((await jobs({ sort: "-jid" })).jobs.map(({ jid }) => jid)).toEqual(["jid10", "jid9"]);
    expect((await jobs({ q: "id10" })).jobCount).toBe(1);
    expect((await jobs({ q: "100%" })).jobCount).toBe(0);
    expect(await jobs({ state: "vanished" })).toMatchObject({ jobCount: 0, totals: { candidates: 0, both: null } });
    expect(() => jobListSchema.parse({ sort: "jid; drop" })).toThrow();
    expect(await listJobChoices()).toMatchObject({ filters: ["F184", "H158"], sources: ["rapid"] });
  });

  test("tell images by the name under which the viewer opens them, and what is missing", async () => {
    const id = (await findDifferenceJob("jid9"))!;
    const job = await getDifferenceJob(id);
    expect(job.channels).toHaveLength(9);
    expect(job.channels[0]).toMatchObject({
      index: 1,
      state: "present",
      source: expect.stringMatching(/^file:\d+\[0\]$/),
    });
    expect(job.channels[3]).toMatchObject({ state: "absent", source: null, reason: "no ZOGY score image" });
    expect(job.modeSentence).toContain("reference");
    expect(await findDifferenceJob(`#${id}`)).toBe(id);
    expect(await findDifferenceJob("jid77")).toBeNull();
    await expect(getDifferenceJob(12345)).rejects.toThrow("difference jobs: no job 12345");
    const neighbours = [job.previous?.jid, job.next?.jid].filter((jid) => jid !== undefined);
    expect(neighbours).toEqual(["jid10"]);
  });

  test("list their truth, missed sources included", async () => {
    const id = (await findDifferenceJob("jid10"))!;
    const truth = await listJobTruth(id);
    expect(truth.map(({ truthId }) => truthId).sort()).toEqual(
      simulated.ledgers[1]!.ledger.truths.map((one) => one.truthId).sort(),
    );
  });
});

describe("candidates", () => {
  /** the slow twin: filters and sorts in memory */
  const value = (row: CandidateRow, column: string) => row.values[column] as number | null;

  test.each(["zogy_snr", "-zogy_snr", "mjd", "-sfft_flux", "filter", "-label", ""])(
    "sorted by %s come page by page, forwards and backwards, without gap or repeat",
    async (sort) => {
      const column = sort.replace("-", "");
      const columns = column === "" ? [] : [column];
      const all = await list({ sort, columns });
      const forwards: CandidateRow[] = [];
      let after: string | null = null;
      let last: string | null = null;
      do {
        const page = await listCandidates(requestOf({ sort, columns, limit: 37, after }));
        forwards.push(...page.rows);
        after = page.next;
        last = page.previous ?? last;
      } while (after !== null);
      expect(forwards.map(({ rowId }) => rowId)).toEqual(all.map(({ rowId }) => rowId));
      const backwards: CandidateRow[] = [];
      for (let before = last; before !== null; ) {
        const page = await listCandidates(requestOf({ sort, columns, limit: 37, before }));
        backwards.unshift(...page.rows);
        before = page.previous;
      }
      const seen = backwards.map(({ rowId }) => rowId);
      expect(seen).toEqual(all.slice(0, seen.length).map(({ rowId }) => rowId));
      expect(seen.length).toBeGreaterThan(all.length - 40);
      if (column === "") return;
      const measured = all.map((row) => value(row, column));
      const firstNull = measured.indexOf(null);
      if (firstNull >= 0) expect(measured.slice(firstNull).every((one) => one === null)).toBe(true);
      const sign = sort.startsWith("-") ? -1 : 1;
      const present = measured.filter((one) => one !== null);
      for (let i = 1; i < present.length; i++)
        expect(sign * compare(present[i - 1]!, present[i]!)).toBeLessThanOrEqual(0);
    },
  );

  const compare = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);

  test.each<[string, (row: Record<string, number | string | boolean | null>) => boolean | null]>([
    ["zogy_snr > 5", ({ zogy_snr: a }) => a !== null && Number(a) > 5],
    ["zogy_flux > sfft_flux", ({ zogy_flux: a, sfft_flux: b }) => a !== null && b !== null && Number(a) > Number(b)],
    [
      "!(zogy_flux > sfft_flux)",
      ({ zogy_flux: a, sfft_flux: b }) => a !== null && b !== null && Number(a) <= Number(b),
    ],
    [
      "abs(zogy_snr - sfft_snr) / zogy_snr < 0.1",
      ({ zogy_snr: a, sfft_snr: b }) => a !== null && b !== null && Math.abs(Number(a) - Number(b)) / Number(a) < 0.1,
    ],
    ["detected_by = zogy, sfft & filter = H158", ({ detected_by: a, filter: b }) => a !== "both" && b === "H158"],
    [
      "truth_id = none | label = 1 & x < 100",
      ({ truth_id: a, label: b, x }) => a === null || (b === 1 && Number(x) < 100),
    ],
    ["injected = true", ({ injected }) => injected === true],
    ["zogy_truth_id = sfft_truth_id", ({ zogy_truth_id: a, sfft_truth_id: b }) => a !== null && a === b],
    ["jid ~ D1", ({ jid }) => String(jid).includes("d1")],
    ["sfft_flux != none & sca >= 0", ({ sfft_flux }) => sfft_flux !== null],
    ["cut_failed = none", ({ cut_failed: words }) => words === ""],
    ["cut_failed = elongation", ({ cut_failed: words }) => /elongation/.test(String(words))],
    ["label = 1 & cut_failed != zogy", ({ label, cut_failed: words }) => label === 1 && !/zogy/.test(String(words))],
    ["sca = 1.5", () => false],
    ["zogy_flux / (x - x) > 0", () => false],
  ])("filter %s", async (filter, keeps) => {
    const columns = [
      "zogy_snr",
      "sfft_snr",
      "zogy_flux",
      "sfft_flux",
      "detected_by",
      "filter",
      "truth_id",
      "label",
      "x",
    ];
    const more = ["injected", "zogy_truth_id", "sfft_truth_id", "jid", "sca", "cut_failed"];
    const all = await list({ columns: [...columns, ...more] });
    const plain = (value: CandidateValue) => (Array.isArray(value) ? value.join(" ") : value);
    const expected = all.filter(({ values }) =>
      keeps(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]))),
    );
    expect(expected.length === 0).toBe(filter.includes("1.5") || filter.includes("x - x"));
    const found = await list({ filter });
    expect(found.map(({ rowId }) => rowId)).toEqual(expected.map(({ rowId }) => rowId));
    const counts = await countCandidates(candidateSelection({ filter }));
    expect(counts).toMatchObject({ total: expected.length, isAbout: false });
    expect(counts.both).toBe(expected.filter(({ detectedBy }) => detectedBy === "both").length);
  });

  test("every column can be asked for, and sorted where it is no list", async () => {
    const names = STORED_COLUMNS.map(({ name }) => name);
    const [row] = await list({ columns: names, limit: 1 });
    expect(Object.keys(row!.values)).toEqual(names);
    for (const { name, type } of STORED_COLUMNS) if (type !== "texts") await list({ sort: name, limit: 1 });
  });

  test("both modes are there, and counted without touching a row", async () => {
    const counts = await countCandidates(candidateSelection({ mode: "reference" }));
    expect(counts.total).toBe((await list({ mode: "reference" })).length);
    expect((await list({ mode: "reference", columns: ["mode"] }))[0]!.values.mode).toBe("reference");
  });

  test("of reference minus science are a list of their own", async () => {
    const rows = await list({ mode: "negative", filter: "isdiffpos = false & jid = jid10" });
    expect(rows.length).toBeGreaterThan(0);
    expect(await list({ filter: "isdiffpos = false" })).toEqual([]);
    expect(await countCandidates(candidateSelection({ mode: "negative" }))).toMatchObject({
      ...{ total: rows.length, undecided: rows.length, real: 0, bogus: 0, isAbout: false },
    });
    const detail = await getCandidate({ name: rows[0]!.candidateId });
    expect(detail).toMatchObject({ mode: "negative", nearestTruth: null, otherMode: null, job: { jid: "jid10" } });
  });

  test("refuse what cannot be", async () => {
    await expect(list({ columns: ["snr; drop"] })).rejects.toThrow('column: "snr; drop"');
    expect(() => parseCandidateSort("nothing")).toThrow('sort: "nothing", expected a column');
    await expect(list({ after: "[1" })).rejects.toThrow("cursor");
    await expect(list({ after: '["x",{}]' })).rejects.toThrow("cursor");
    await expect(list({ limit: 0 })).rejects.toThrow("limit: 0, expected 1 to 1000 rows");
  });
});

describe("verdicts", () => {
  const verdict = (row: CandidateRow, label: string, more: Record<string, unknown> = {}) =>
    verdictSchema.parse({
      clientKey: crypto.randomUUID(),
      subject: "candidate",
      instrument: "RomanWFI",
      exposureId: "9",
      candidateId: row.candidateId,
      x: row.x,
      y: row.y,
      label,
      at: "2026-01-01T00:00:00Z",
      undoneAt: null,
      ...more,
    });

  test("filter by the last word, of anybody or of one person", async () => {
    const rows = await list({ sort: "-snr", limit: 4 });
    const [a, b, c, d] = rows;
    await saveVerdicts([
      verdict(a!, "real"),
      verdict(a!, "dipole", { at: "2026-01-02T00:00:00Z", person: "second" }),
      verdict(b!, "real"),
      verdict(c!, "edge", { undoneAt: "2026-01-03T00:00:00Z" }),
      verdict(d!, "real", { x: (d!.x ?? 0) + 50 }),
    ]);
    const ids = async (wish: Wish) => (await list({ ...wish, sort: "-snr" })).map(({ candidateId }) => candidateId);
    expect(await ids({ filter: "verdict = real" })).toEqual([b!.candidateId]);
    expect(await ids({ filter: "verdict = dipole" })).toEqual([a!.candidateId]);
    expect(await ids({ filter: "verdict = real", person: "local" })).toEqual([a!.candidateId, b!.candidateId]);
    expect(await ids({ filter: "verdict = any" })).toEqual([a!.candidateId, b!.candidateId]);
    expect((await ids({ filter: "verdict = none" })).slice(0, 2)).toEqual([c!.candidateId, d!.candidateId]);
    const said = await list({ sort: "-snr", limit: 4 });
    expect(said.map((row) => row.said?.label ?? null)).toEqual(["dipole", "real", null, null]);
    expect(said[0]!.said).toMatchObject({ person: "second", at: "2026-01-02T00:00:00.000Z" });
    const reference = await list({ mode: "reference", filter: "verdict = real" });
    expect(reference.map(({ candidateId }) => candidateId)).toEqual([b!.candidateId]);
  });

  test("of two people are compared by their last labels, candidate by candidate", async () => {
    const rows = await list({ sort: "snr", limit: 5 });
    const by = (person: string, labels: string[]) => labels.map((label, i) => verdict(rows[i]!, label, { person }));
    await saveVerdicts([
      ...by("anna", ["real", "dipole", "edge", "real"]),
      ...by("ben", ["real", "real", "edge"]),
      verdict(rows[1]!, "ringing", { person: "ben", at: "2026-01-03T00:00:00Z" }),
      verdict(rows[4]!, "real", { person: "ben" }),
      verdict(rows[2]!, "real", { person: "ben", at: "2026-01-04T00:00:00Z", undoneAt: "2026-01-05T00:00:00Z" }),
    ]);
    const agreement = await findAgreement(candidateSelection({}), ["anna", "ben"]);
    expect(agreement).toMatchObject({ compared: 3, ofFirstAlone: 1, ofSecondAlone: 1 });
    expect(agreement.pairs).toEqual([
      { first: "dipole", second: "ringing", count: 1 },
      { first: "edge", second: "edge", count: 1 },
      { first: "real", second: "real", count: 1 },
    ]);
    const { rowId, candidateId } = rows[1]!;
    expect(agreement.disagreements).toEqual([{ rowId, candidateId, first: "dipole", second: "ringing" }]);
    expect(agreement.differing).toBe(1);
    // observed 2/3, by chance 2/9
    expect(agreement.kappa).toMatchObject({ observed: expect.closeTo(2 / 3, 12), kappa: expect.closeTo(4 / 7, 12) });
    const one = candidateSelection({ filter: `jid = ${rows[0]!.jid}` });
    const ofJob = rows.slice(0, 3).filter(({ jid }) => jid === rows[0]!.jid);
    expect(await findAgreement(one, ["anna", "ben"])).toMatchObject({ compared: ofJob.length });
    const nobody = await findAgreement(candidateSelection({}), ["anna", "carla"]);
    expect(nobody).toMatchObject({ compared: 0, ofFirstAlone: 4, kappa: { state: "not measured" }, pairs: [] });
  });
});

describe("plots", () => {
  test("scatter every candidate with both values, and count the others", async () => {
    const all = await list({ columns: ["zogy_snr", "sfft_snr"] });
    const both = all.filter(({ values }) => values.zogy_snr !== null && values.sfft_snr !== null);
    const scatter = await scatterCandidates(candidateSelection({}), { x: "zogy_snr", y: "sfft_snr" });
    expect(scatter).toMatchObject({ total: both.length, notMeasured: all.length - both.length, isAbout: false });
    expect([...scatter.x].sort()).toEqual(both.map(({ values }) => values.zogy_snr).sort());
    const thinned = await scatterCandidates(candidateSelection({}), { x: "zogy_snr", y: "sfft_snr" }, 20);
    expect(thinned.x.length).toBeLessThanOrEqual(20);
    expect(thinned.x.length).toBeGreaterThan(3);
    await expect(scatterCandidates(candidateSelection({}), { x: "jid", y: "snr" })).rejects.toThrow(
      "a measured column",
    );
  });

  test("a histogram holds every value once", async () => {
    const all = await list({ columns: ["snr"] });
    const measured = all.flatMap(({ values }) => (typeof values.snr === "number" ? values.snr : []));
    const range = { from: Math.min(...measured), to: Math.max(...measured) };
    const whole = await histogramCandidates(candidateSelection({}), { column: "snr", bars: 7, range });
    const total = Object.values(whole.bars)
      .flat()
      .reduce((sum, count) => sum + count, 0);
    expect(total).toBe(measured.length);
    expect(whole).toMatchObject({ below: 0, above: 0, notMeasured: all.length - measured.length });
    expect(whole.edges).toHaveLength(8);
    const usual = await histogramCandidates(candidateSelection({}), { column: "sca", bars: 5, range: null });
    expect(usual.edges[0]).toBeLessThan(usual.edges[5]!);
    const endless = { column: "snr", bars: 7, range: { from: -1e308, to: 1e308 } };
    await expect(histogramCandidates(candidateSelection({}), endless)).rejects.toThrow("range: -1e+308 to 1e+308");
  });
});

test("without a filter what one algorithm found counts too where the other has no catalogue", async () => {
  const root = mkdtempSync("/tmp/annulus-jobs-");
  writeJob(root, { size: 160, injections: 8, galaxies: 30, transients: 4, jid: 77 });
  const folder = path.join(root, "jid77");
  for (const name of readdirSync(folder))
    if (/^diffimage_masked_psfcat/.test(name)) unlinkSync(path.join(folder, name));
  await scanMount((await addMount({ root })).mountId);
  rmSync(root, { recursive: true });
  const counts = await countCandidates(candidateSelection({}));
  expect(counts).toEqual(await countCandidates(candidateSelection({ filter: "jid != none" })));
  const [job] = (await listDifferenceJobs(jobListSchema.parse({ q: "jid77" }))).jobs;
  expect(job).toMatchObject({ sfftOnly: null, zogyOnly: null, foundByZogy: null });
  expect(counts.sfftOnly).toBe((await list({ filter: "detected_by = sfft" })).length);
});
