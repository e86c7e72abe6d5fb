import { afterEach, describe, expect, it } from "vitest";
import { CandidateTable } from "./candidate-table";
import { CUTS, cutsMeant, FAILED_CUTS, failedCuts } from "./cuts";
import { jobCandidates, readJob } from "./index";
import { makeJob, removeTestFolders } from "./testing/make-job";

afterEach(removeTestFolders);

const HEAD = [
  "#   1 NUMBER                 Running object number",
  "#   2 XWIN_IMAGE             Windowed position estimate along x    [pixel]",
  "#   3 YWIN_IMAGE             Windowed position estimate along y    [pixel]",
  "#   4 FLUX_APER              Flux vector within fixed circular aperture(s) [count]",
  "#  10 FLUXERR_APER           RMS error vector for aperture flux(es) [count]",
  "#  16 ELONGATION             A_IMAGE/B_IMAGE",
].join("\n");

/** A row at a place of 0-based pixels: flux within 3 and 6 px, error within 3 px, elongation. */
const row = (x: number, y: number, flux3: number, flux6: number, error3: number, elongation: number) =>
  `  1  ${x + 1}  ${y + 1}   1 ${flux3} 3 ${flux6} 5 6   1 ${error3} 1 1 1 1   ${elongation}`;

const jobOf = (rows: string[], detections = [{ id: 1, x: 20, y: 20 }], era: "A" | "B" = "B") => {
  const prefix = era === "B" ? "zogy_diffimage" : "diffimage";
  const text = `${HEAD}\n${rows.join("\n")}\n`;
  return makeJob({ era, zogy: detections, files: { [`${prefix}_masked.txt`]: text } });
};

async function failuresOf(folder: string) {
  const job = await readJob(folder);
  return jobCandidates(job).candidates.map((candidate) => failedCuts(candidate, job.imageSize));
}

describe("RAPID's cuts", () => {
  it.each([
    ["passes at every limit", row(20, 20, 35, 100, 7, 2), []],
    ["signal too low", row(20, 20, 34.9, 40, 7, 1), ["zogy:snr_3px"]],
    ["too long", row(20, 20, 50, 100, 1, 2.01), ["zogy:elongation"]],
    ["too wide", row(20, 20, 34, 100, 1, 1), ["zogy:flux_ratio"]],
    ["too narrow", row(20, 20, 121, 100, 1, 1), ["zogy:flux_ratio"]],
    ["negative within 6 px", row(20, 20, 50, -10, 1, 3), ["zogy:elongation", "zogy:flux_ratio"]],
  ])("%s", async (_name, source, expected) => expect(await failuresOf(jobOf([source]))).toEqual([expected]));

  it("edge is the algorithm's own place, more than 5 px inside", async () => {
    const places = [
      { id: 1, x: 4.5, y: 20 },
      { id: 2, x: 4.6, y: 30 },
      { id: 3, x: 30, y: 42.6 },
    ];
    expect(await failuresOf(jobOf([], places))).toEqual([["zogy:edge"], [], ["zogy:edge"]]);
  });

  it("reduced chi² lies between 0 and 10, both excluded", () => {
    expect([0, 1e-9, 9.99, 10, -1, Number.POSITIVE_INFINITY].map(CUTS.reduced_chi2.passes)).toEqual([
      ...[false, true, true, false, false, false],
    ]);
  });

  it("what is not measured is not failed: without SExtractor and chi² the edge alone counts, without an image nothing", async () => {
    const job = await readJob(makeJob({ zogy: [{ id: 1, x: 20, y: 20 }] }));
    const { candidates } = jobCandidates(job);
    expect(candidates[0]?.zogy?.reducedChi2).toBeNaN();
    expect(candidates.map((candidate) => failedCuts(candidate, job.imageSize))).toEqual([[]]);
    expect(candidates.map((candidate) => failedCuts(candidate, null))).toEqual([null]);
  });

  it("each algorithm's detection has its own words", async () => {
    const place = [{ id: 1, x: 20, y: 20 }];
    const sfft = `${HEAD}\n${row(20, 20, 50, 100, 1, 2.5)}\n`;
    const zogy = `${HEAD}\n${row(20, 20, 5, 100, 2, 1)}\n`;
    const files = { "zogy_diffimage_masked.txt": zogy, "sfftdiffimage_masked.txt": sfft };
    const folder = makeJob({ era: "B", zogy: place, sfft: place, files });
    expect(await failuresOf(folder)).toEqual([["zogy:snr_3px", "zogy:flux_ratio", "sfft:elongation"]]);
  });

  it("stand in the table behind the published columns: nothing failed is an empty text, nothing measured an empty cell", async () => {
    const table = new CandidateTable("annulus");
    const plain = await readJob(makeJob({ zogy: [{ id: 1, x: 20, y: 20 }] }));
    const long = await readJob(jobOf([row(20, 20, 50, 100, 1, 2.5)], undefined, "A"));
    for (const job of [plain, { ...plain, imageSize: null }, long]) table.add(job, jobCandidates(job));
    const column = table.toTable({}).columns.find(({ name }) => name === "cut_failed");
    expect(column?.values).toEqual(["", null, "zogy:elongation"]);
    const [names = "", ...rows] = new TextDecoder().decode(table.toBytes("csv", {})).trim().split("\n");
    const at = names.split(",").indexOf("cut_failed");
    expect(at).toBeGreaterThan(names.split(",").indexOf("sfft_flags"));
    expect(rows.map((line) => line.split(",")[at])).toEqual(['""', "", "zogy:elongation"]);
  });

  it("are meant by their words, by a cut of either algorithm, by an algorithm", () => {
    expect(cutsMeant("sfft:edge")).toEqual(["sfft:edge"]);
    expect(cutsMeant("elongation")).toEqual(["zogy:elongation", "sfft:elongation"]);
    expect(cutsMeant("zogy")).toHaveLength(Object.keys(CUTS).length);
    expect(cutsMeant("zogy:")).toBeNull();
    expect(FAILED_CUTS).toHaveLength(2 * Object.keys(CUTS).length);
  });
});
