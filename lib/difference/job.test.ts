// Job folders of both eras, and everything that can be wrong with one: kept as far as it goes, and said.

import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { writeParquet } from "@/lib/tables";
import { fitsBytes } from "@/lib/testing/make-fits";
import { CandidateTable, countFates, describeNote, followTruth, jobCandidates, readJob } from "./index";
import {
  finderText,
  makeJob,
  photometryText,
  removeTestFolders,
  scienceFits,
  temporaryFolder,
} from "./testing/make-job";

afterEach(removeTestFolders);

const ZOGY = [
  { id: 1, x: 10, y: 10, flags: 1 },
  { id: 2, x: 30, y: 20 },
  { id: 3, x: 50, y: 40, flags: 4 },
];
const SFFT = [
  { id: 1, x: 30.2, y: 20.1 },
  { id: 2, x: 20, y: 41 },
];
const SCIENCE = "Roman_TDS_simple_model_H158_1234_7_lite";

async function read(job: Parameters<typeof makeJob>[0], options: Parameters<typeof readJob>[1] = {}) {
  const result = await readJob(makeJob({ zogy: ZOGY, sfft: SFFT, injected: [[50.2, 40.1]], ...job }), options);
  const lines = result.notes.map(describeNote);
  const { candidates } = jobCandidates(result);
  const ids = candidates.map(({ zogy, sfft }) => `${zogy?.id ?? "-"} ${sfft?.id ?? "-"}`);
  return { job: result, lines, candidates, ids };
}

describe("a job folder", () => {
  it.each(["A", "B"] as const)("of era %s gives facts, images, catalogues and truth", async (era) => {
    const { job, candidates, ids, lines } = await read({ era });
    expect(job.facts).toEqual({
      filter: "H158",
      zeropointMag: 10.25,
      publishedZeropointMag: 10.25,
      mjd: 62000.5,
      sca: 7,
      field: "5321461",
      exposureTimeSeconds: 139.8,
      pointing: "1234",
    });
    expect(ids).toEqual(["1 -", "2 1", "3 -", "- 2"]);
    expect(candidates[2]).toMatchObject({ label: 1, isInjected: true, match: { truth: { truthId: "0_inj" } } });
    expect(candidates[2]?.zogy).toMatchObject({ flags: 4, npix: 25, npixFit: 289, fluxFit: 30, peak: 13.5 });
    expect(job.imageSize).toEqual({ width: 64, height: 48 });
    const states = job.channels.map(({ state }) => state);
    expect(states.toSpliced(5, 1)).toEqual(new Array(8).fill("present"));
    if (era === "A") expect(lines.filter((line) => /channel/.test(line))).toEqual([]);
    else {
      expect(lines).toContain("no SFFT score image: channel 6 not measured");
      expect(job.channels[4]).toMatchObject({
        file: "sfftdiffimage_masked.fits",
        reason: expect.stringContaining("stands in"),
      });
    }
  });

  it("reads the names of the other simulation, and gzip", async () => {
    const { job, lines } = await read({
      files: {
        [`${SCIENCE}_inject_reformatted.fits`]: null,
        [`${SCIENCE}_inject.txt`]: null,
        "Roman_TDS_index_H158_1234_7.txt": null,
        "rimtimsim_WFI_F158_SCA11_000012345_lite_inject_reformatted.fits.gz": gzipSync(scienceFits(9.5, [64, 48])),
        "rimtimsim_WFI_F158_SCA11_000012345_lite_inject.txt": "xpix    ypix     flux\n10 10 5.5\n",
      },
    });
    expect(job.facts).toMatchObject({ zeropointMag: 9.5, pointing: "000012345" });
    expect(job.truth.sources).toMatchObject([{ truthId: "0_inj", x: 10 }]);
    expect(lines).toContain("SCA_NUM 7 in the header, 11 in the file's name: the header counts");
    expect(lines).toContain("no simulation truth: no simulated transient is matched");
  });

  it("tells the line of what is wrong in the simulation's truth, whatever stands between the transients", async () => {
    const name = "Roman_TDS_index_H158_1234_7.txt";
    const head = "#    object_id ra dec x y realized_flux flux mag obj_type\n";
    const row = (id: number, kind: string) => `${id} 7.5 -44.8 ${id}0 ${id}0 100 99.5 12.5 ${kind}\n`;
    const galaxies = row(7, "galaxy").repeat(300);
    const whole = `${head}${galaxies}${row(1, "transient")}${row(8, "star")}${row(2, "transient")}${galaxies}`;
    const truthOf = async (text: string) => {
      const { job, lines } = await read({ files: { [name]: text } });
      const sources = job.truth.sources.filter(({ kind }) => kind === "ou").map(({ truthId, x }) => `${truthId} ${x}`);
      return { sources, lines: lines.filter((line) => line.includes(name)) };
    };
    expect(await truthOf(whole)).toEqual({ sources: ["1_ou 10", "2_ou 20"], lines: [] });
    expect(await truthOf(whole.trimEnd())).toEqual({
      sources: ["1_ou 10", "2_ou 20"],
      lines: [expect.stringContaining("does not end with a line's end")],
    });
    expect((await truthOf(`# made by hand\n# another line\n${whole}`)).sources).toEqual(["1_ou 10", "2_ou 20"]);
    expect(await truthOf(whole.replaceAll("\n", "\r\n"))).toEqual({ sources: ["1_ou 10", "2_ou 20"], lines: [] });
    const cut = await truthOf(whole.slice(0, -20));
    expect(cut.sources).toEqual(["1_ou 10", "2_ou 20"]);
    expect(cut.lines).toEqual([expect.stringContaining(`line 604 of ${name}`)]);
    const broken = await truthOf(`${head}${galaxies}${row(1, "transient")}3 7.5 transient\n${galaxies}`);
    expect(broken.lines).toEqual([expect.stringContaining(`line 303 of ${name}`)]);
    expect((await truthOf(head)).lines).toEqual([`${name} has no rows`]);
    expect((await truthOf(`${head}${galaxies}`)).sources).toEqual([]);
  });

  it("takes only transients of the simulation, with ids beyond 2^53", async () => {
    const simulation = [
      { id: "10430000698194", x: 10, y: 10, mag: 9.5, kind: "galaxy" },
      { id: "9007199254740993", x: 10.2, y: 10, mag: 9.5, kind: "transient" },
    ];
    const { candidates } = await read({ simulation });
    expect(candidates[0]?.match?.truth).toMatchObject({ truthId: "9007199254740993_ou", kind: "ou", mag: 9.5 });
    expect(candidates[0]).toMatchObject({ isInjected: false, label: 1 });
  });

  it("prefers the Parquet twin, which holds both catalogues; reads text where it is broken or asked for", async () => {
    const twin = writeParquet({
      name: "",
      meta: {},
      columns: [
        ["id", 1],
        ["x_fit", 5.5],
        ["y_fit", 6.5],
        ["xcentroid", 5.4],
        ["ycentroid", 6.4],
        ["sharpness", 0.75],
        ["flux_fit", 12],
        ["flux_err", 3],
      ].map(([name, value]) => ({
        name: String(name),
        type: "float64" as const,
        unit: null,
        description: "",
        values: [Number(value)],
      })),
    });
    const files = { "zogy_diffimage_masked_psfcat.parquet": twin };
    const { job, candidates } = await read({ era: "B", files });
    expect(job.zogy.photometry?.file).toBe("zogy_diffimage_masked_psfcat.parquet");
    expect(candidates[0]?.zogy).toMatchObject({ id: 1, x: 5.5, sharpness: 0.75, fluxFit: 12 });
    expect((await read({ era: "B", files }, { twin: "text" })).job.zogy.photometry?.rowCount).toBe(3);
    const broken = await read({ era: "B", files: { "zogy_diffimage_masked_psfcat.parquet": twin.slice(0, 200) } });
    expect(broken.ids).toEqual(["1 -", "2 1", "3 -", "- 2"]);
    expect(broken.lines.join("\n")).toMatch(/psfcat\.parquet.*is left out/);
  });

  it("reads negative twins when asked, and matches them to nothing", async () => {
    const negative = [{ id: 1, x: 50.1, y: 40 }];
    const files = {
      "zogy_diffimage_masked_psfcat_negative.txt": photometryText(negative, "B"),
      "zogy_diffimage_masked_psfcat_finder_negative.txt": finderText(negative, "B"),
    };
    const without = await read({ era: "B", files });
    expect(without.job.hasNegative).toBe(true);
    expect(without.ids).toHaveLength(4);
    const { candidates } = await read({ era: "B", files }, { withNegative: true });
    expect(candidates).toHaveLength(5);
    expect(candidates[4]).toMatchObject({ isPositive: false, match: null, label: null });
  });
});

describe("bad input", () => {
  it("a missing catalogue costs what it has, no more", async () => {
    const { ids, lines } = await read({
      files: { "sfftdiffimage_masked_psfcat.txt": null, "sfftdiffimage_masked_psfcat_finder.txt": null },
    });
    expect(ids).toEqual(["1 -", "2 -", "3 -"]);
    expect(lines).toContain("no SFFT PSF photometry catalogue: fitted positions, fluxes and flags not measured");
    const finderOnly = await read({ files: { "diffimage_masked_psfcat.txt": null } });
    expect(finderOnly.ids).toEqual(["1 -", "2 1", "3 -", "- 2"]);
    expect(finderOnly.candidates[0]?.zogy?.fluxFit).toBeNaN();
  });

  it("a broken image keeps the rest", async () => {
    const image = fitsBytes([{ size: [64, 48], pixels: new Float32Array(64 * 48) }]);
    const { job, ids, lines } = await read({
      files: {
        "scorrimage_masked.fits": image.slice(0, 4000),
        "diffpsf.fits": "not FITS at all",
        "diffimage_masked.fits": fitsBytes([{ size: [60, 48] }]),
      },
    });
    expect(ids).toHaveLength(4);
    expect(job.channels.map(({ state }) => state)).toEqual([
      ...["present", "present", "broken", "broken", "present", "present", "broken", "present", "present"],
    ]);
    expect(lines).toContain(
      "diffimage_masked.fits: 60 x 48 pixels, 64 x 48 in the science image: channel 3 not measured",
    );
    expect(lines.filter((line) => line.endsWith("channel 4 not measured"))).toHaveLength(1);
    expect(lines.join("\n")).toMatch(/no FITS header.*channel 7 not measured/);
  });

  it("other columns are not guessed", async () => {
    const { job, ids, lines } = await read({ files: { "diffimage_masked_psfcat.txt": "id ra dec\n1 7.5 -44.8\n" } });
    expect(lines).toContain(
      "diffimage_masked_psfcat.txt without x_fit, y_fit: ZOGY PSF photometry not used: its columns are not guessed",
    );
    expect(job.zogy.photometry).toBeNull();
    expect(ids).toEqual(["1 -", "2 1", "3 -", "- 2"]);
  });

  it("a catalogue without rows is none found, not a failure", async () => {
    const { ids, lines } = await read({ zogy: [] });
    expect(ids).toEqual(["- 1", "- 2"]);
    expect(lines).toContain("diffimage_masked_psfcat.txt has no rows");
  });

  it("catalogues of different length keep what each has", async () => {
    const { candidates, lines } = await read({
      files: { "diffimage_masked_psfcat_finder.txt": finderText([ZOGY[0]!, { id: 9, x: 5, y: 5 }]) },
    });
    expect(candidates.map(({ zogy }) => [zogy?.id, zogy?.sharpness, zogy?.fluxFit])).toEqual([
      [1, 0.6, 10],
      [2, Number.NaN, 20],
      [3, Number.NaN, 30],
      [9, 0.6, Number.NaN],
      [undefined, undefined, undefined],
    ]);
    expect(lines.join("\n")).toContain(
      "ZOGY: 3 rows in diffimage_masked_psfcat.txt, 2 in diffimage_masked_psfcat_finder.txt",
    );
  });

  it("duplicate ids join nothing", async () => {
    const twice = [
      { id: 1, x: 10, y: 10 },
      { id: 1, x: 30, y: 20 },
      { id: 3, x: 50, y: 40 },
    ];
    const { job, candidates, lines } = await read({ zogy: twice, sfft: [] });
    expect(lines).toContain(
      "diffimage_masked_psfcat.txt: 1 id stands more than once: annulus mode joins nothing by these ids",
    );
    expect(candidates.filter(({ zogy }) => zogy !== null && Number.isFinite(zogy.fluxFit))).toHaveLength(3);
    expect(candidates.map(({ zogy }) => zogy?.sharpness)).toEqual([Number.NaN, Number.NaN, 0.6, 0.6, 0.6]);
    const table = new CandidateTable("annulus");
    table.add(job, jobCandidates(job));
    const ids = table.toTable({}).columns.find(({ name }) => name === "candidate_id")?.values ?? [];
    expect(new Set(Array.from(ids)).size).toBe(5);
  });

  it("truth outside the image, at its edge and where nothing was measured is missed for that reason", async () => {
    const difference = new Float32Array(64 * 48).fill(2);
    for (let y = 15; y < 25; y++) difference.fill(Number.NaN, y * 64 + 35, y * 64 + 45);
    const image = fitsBytes([{ size: [64, 48], pixels: difference }]);
    const { job, candidates } = await read({
      injected: [
        [50.2, 40.1],
        [-20, 5],
        [3, 30],
        [40, 20],
        [20, 30],
      ],
      simulation: [{ id: "5", x: 22, y: 12, mag: 16.5, kind: "transient" }],
      files: { "diffimage_masked.fits": image, "sfftdiffimage_dconv_masked.fits": image },
    });
    const fates = await followTruth(job, jobCandidates(job));
    expect(fates.map(({ missReason }) => missReason)).toEqual([
      ...["too_faint", null, "outside_image", "edge", "no_coverage", "not_detected"],
    ]);
    expect(countFates(fates)).toMatchObject({ total: 6, foundByZogy: 1, foundBySfft: 0, foundByEither: 1 });
    expect(candidates.filter(({ match }) => match !== null)).toHaveLength(1);
  });

  it("without a zero point no truth is too faint", async () => {
    const simulation = [{ id: "5", x: 10, y: 10, mag: 30, kind: "transient" }];
    const { job, lines } = await read({ simulation, zeropointMag: null });
    expect(job.facts.zeropointMag).toBeNull();
    expect(lines.join("\n")).toContain("no ZPTMAG in the headers");
    const reference = jobCandidates(job, { mode: "reference" }).candidates;
    expect(reference[0]?.match?.truth.truthId).toBe("5_ou");
    const known = await read({ simulation });
    expect(jobCandidates(known.job, { mode: "reference" }).candidates[0]?.match).toBeNull();
  });

  it("broken truth is told; the catalogues stay", async () => {
    const { ids, lines, candidates } = await read({
      files: { [`${SCIENCE}_inject.txt`]: "a b\n1 2\n", "Roman_TDS_index_H158_1234_7.txt": "\0\0\0" },
    });
    expect(ids).toHaveLength(4);
    expect(lines.filter((line) => line.includes("not used"))).toHaveLength(2);
    expect(candidates.every(({ label }) => label === null)).toBe(true);
  });

  it("a folder that is still being written says so", async () => {
    const { job, lines } = await read({
      files: { "job_config_jid77.done": null, "zogy_diffimage_masked_psfcat.txt": "" },
    });
    expect(job.folder.isDone).toBe(false);
    expect(lines.join("\n")).toContain("no job_config_jid77.done: the folder may still be being written");
    expect(lines.join("\n")).toContain("zogy_diffimage_masked_psfcat.txt: an empty file");
    expect(job.zogy.photometry?.file).toBe("diffimage_masked_psfcat.txt");
  });

  it("names of both eras are told, the newer one is read", async () => {
    const { job, lines } = await read({
      files: { "zogy_diffimage_masked_psfcat.txt": photometryText([ZOGY[0]!], "B") },
    });
    expect(job.zogy.photometry?.rowCount).toBe(1);
    expect(lines.join("\n")).toContain("names of both eras");
  });

  it("a folder that is not there is an error", async () => {
    await expect(readJob(join(temporaryFolder(), "jid1"))).rejects.toThrow(
      "is not there (any more), expected a job folder",
    );
  });
});
