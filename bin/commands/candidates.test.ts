import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  copyJobs,
  makeJob,
  photometryText,
  removeTestFolders,
  temporaryFolder,
} from "@/lib/difference/testing/make-job";
import { memoryByteSource } from "@/lib/files/byte-source";
import { cellText, readCatalog } from "@/lib/readers/catalogs";
import { fitsBytes } from "@/lib/testing/make-fits";
import { run } from "./candidates";

const FIXTURES = path.resolve(import.meta.dirname, "../../lib/difference/fixtures/published");
const ZOGY = [
  { id: 1, x: 10, y: 10 },
  { id: 2, x: 30, y: 20 },
];

let printed: string[] = [];
let errors: string[] = [];
let out = "";

beforeEach(() => {
  [printed, errors] = [[], []];
  out = path.join(temporaryFolder(), "out");
  vi.spyOn(console, "log").mockImplementation((text) => void printed.push(String(text)));
  vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => errors.push(String(text)) > 0);
});

afterEach(() => {
  vi.restoreAllMocks();
  removeTestFolders();
});

const readTable = async (file: string) => readCatalog(memoryByteSource(readFileSync(file), file));

describe("annulus candidates", () => {
  it("writes one table of several jobs, published columns first", async () => {
    const jobs = [
      makeJob({ jid: "jid1", zogy: ZOGY, injected: [[10.1, 10]] }),
      makeJob({ jid: "jid2", sfft: ZOGY, era: "B" }),
    ];
    expect(await run([...jobs, "--out", `${out}.csv`])).toBe(0);
    const lines = readFileSync(`${out}.csv`, "utf8").trim().split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(
      /^id,x,y,jid,match_id,truth_id,injected,filter,label,image_filename,zogy_sharpness,.*,zogy_flags,sfft_sharpness,.*,sfft_flags,candidate_id,mode,/,
    );
    expect(lines[1]).toMatch(/^1,10,10,jid1,0_inj,0_inj,True,H158,1,images\/jid1.npy,/);
    expect(lines[4]).toMatch(/^2,30,20,jid2,,,False,H158,0,images\/jid2.npy,,,,,,,,,,0.6,/);
    expect(printed).toEqual([`4 candidates of 2 jobs in ${out}.csv`]);
  });

  it("reproduces the published table, whatever the order of the folders, and takes a folder of them", async () => {
    const jobs = copyJobs(FIXTURES, ["jid2", "jid10"], 10.25);
    expect(await run([path.dirname(jobs[0] ?? ""), "--out", `${out}.ecsv`])).toBe(0);
    expect((await readTable(`${out}.ecsv`)).rowCount).toBe(21);
    expect(await run([...jobs, "--mode", "reference", "--columns", "published", "--out", `${out}.csv`])).toBe(0);
    expect(readFileSync(`${out}.csv`, "utf8")).toBe(readFileSync(path.join(FIXTURES, "candidates.csv"), "utf8"));
    expect(errors.join("")).toContain("jid10: the published pipeline skips this job");
  });

  it.each(["parquet", "ecsv"])("writes %s with units and the same rows", async (ending) => {
    const job = makeJob({ zogy: ZOGY, sfft: [{ id: 7, x: 30.25, y: 20 }], injected: [[10.1, 10]] });
    await run([job, "--out", `${out}.${ending}`]);
    const catalog = await readTable(`${out}.${ending}`);
    const column = (name: string) => catalog.columns.find((one) => one.name === name);
    expect(catalog.rowCount).toBe(2);
    const separation = column("separation_px");
    expect(separation && cellText(separation, 1)).toBe("0.25");
    expect(column("truth_id")).toMatchObject({ type: "text", values: ["0_inj", ""] });
    expect(column("id")?.type).toBe("float64");
    expect(column("label")?.type).toBe("int64");
    expect(column("injected")?.type).toBe("bool");
    if (ending === "ecsv") expect(column("separation_px")?.unit).toBe("pix");
  });

  it("keeps undetected truth, counts it on standard error and lists it in --truth-out", async () => {
    const job = makeJob({
      zogy: ZOGY,
      injected: [
        [10.1, 10],
        [40, 40],
        [-30, 2],
      ],
    });
    await run([job, "--out", `${out}.csv`, "--truth-out", `${out}.truth.csv`]);
    expect(errors.join("")).toContain(
      "jid77: 3 sources of truth: 1 found, 1 by ZOGY, 0 by SFFT; 2 undetected: 1 outside image, 1 not detected",
    );
    const truth = readFileSync(`${out}.truth.csv`, "utf8").trim().split("\n");
    expect(truth).toHaveLength(4);
    expect(truth[0]).toMatch(/^jid,truth_id,truth_kind,x,y,.*,detected_zogy,detected_sfft,miss_reason$/);
    expect(truth[2]).toMatch(/^jid77,1_inj,inj,40,40,.*,False,False,not_detected$/);
  });

  it("does not say that an algorithm without a catalogue missed anything", async () => {
    const lost = Object.fromEntries(["", "_finder"].map((kind) => [`sfftdiffimage_masked_psfcat${kind}.txt`, null]));
    const job = makeJob({ zogy: ZOGY, injected: [[10.1, 10]], files: lost });
    await run([job, "--out", `${out}.csv`, "--truth-out", `${out}.truth.csv`]);
    expect(errors.join("")).toContain("jid77: 1 sources of truth: 1 found, 1 by ZOGY; 0 undetected");
    expect(readFileSync(`${out}.truth.csv`, "utf8")).toMatch(/0_inj.*,True,,\n$/);
  });

  it("takes a folder once that is given twice", async () => {
    const job = makeJob({ zogy: ZOGY });
    await run([job, `${job}/`, path.dirname(job), "--out", `${out}.csv`]);
    expect(printed).toEqual([`2 candidates of 1 jobs in ${out}.csv`]);
  });

  it("does not write the truth over the candidates", async () => {
    const job = makeJob({ zogy: ZOGY });
    const written = run([job, "--out", `${out}.csv`, "--truth-out", `${path.dirname(out)}/./out.csv`]);
    await expect(written).rejects.toThrow("expected another file than --out");
  });

  it("gives what a damaged job has, and says what it lacks", async () => {
    const job = makeJob({
      zogy: ZOGY,
      era: "B",
      files: { "sfftdiffimage_masked_psfcat.txt": null, "scorrimage_masked.fits": "x" },
    });
    expect(await run([job, "--out", `${out}.csv`])).toBe(0);
    const said = errors.join("");
    expect(said).toContain("jid77: no SFFT PSF photometry catalogue: fitted positions, fluxes and flags not measured");
    expect(said).toContain("jid77: no SFFT score image: channel 6 not measured");
    expect(said).toMatch(/jid77: .*scorrimage_masked.fits.*: channel 4 not measured/);
    expect(readFileSync(`${out}.csv`, "utf8").trim().split("\n")).toHaveLength(3);
  });

  it("goes on after a folder that is not there or holds no catalogue, and exits 1", async () => {
    const good = makeJob({ zogy: ZOGY });
    const gone = makeJob({});
    rmSync(gone, { recursive: true });
    expect(await run([gone, temporaryFolder(), good, "--out", `${out}.csv`])).toBe(1);
    expect(errors.join("")).toMatch(/annulus: .*jid77: is not there \(any more\), expected a job folder/);
    expect(readFileSync(`${out}.csv`, "utf8").trim().split("\n")).toHaveLength(3);
  });

  it("tells what is doubtful in one job, and writes them all", async () => {
    const size: [number, number] = [64, 48];
    const science = fitsBytes([{ cards: { SCA_NUM: 7.5 }, size, pixels: new Float32Array(64 * 48) }]);
    const text = photometryText(ZOGY);
    const files = {
      "Roman_TDS_simple_model_H158_1234_7_lite_inject_reformatted.fits": science,
      "diffimage_masked_psfcat.txt": text.slice(0, text.lastIndexOf(" 7.5")),
    };
    expect(await run([makeJob({ zogy: ZOGY, files }), makeJob({ zogy: ZOGY }), "--out", `${out}.parquet`])).toBe(0);
    const said = errors.join("");
    expect(said).toContain("jid77: SCA_NUM 7.5 in the header, expected 1 to 18: SCA 7 of the file's name counts");
    expect(said).toMatch(/jid77: line \d of diffimage_masked_psfcat.txt: 17 cells, expected 19: the row is left out/);
    expect(printed.join("")).toContain(`${2 * ZOGY.length} candidates of 2 jobs`);
  });

  it("says with --compare how the modes differ, and everything with --json", async () => {
    const job = makeJob({ zogy: ZOGY, sfft: [{ id: 1, x: 30.25, y: 20 }] });
    await run([job, "--out", `${out}.csv`, "--compare", "--json"]);
    const answer: unknown = JSON.parse(printed.join(""));
    expect(answer).toMatchObject({
      mode: "annulus",
      merge_radius_px: "1",
      rows: 2,
      modes: expect.stringMatching(/^2 of the 2 rows of reference mode differ from annulus mode: 2 because it joins/),
      jobs: [
        {
          jid: "jid77",
          candidates: { total: 2, both: 1, zogyOnly: 1, sfftOnly: 0, passesCuts: 2 },
          modes: { differing: 2 },
        },
      ],
    });
  });

  it.each([
    [[], "expected a job folder"],
    [["jid1"], "expected --out FILE"],
    [["jid1", "--out", "x.txt"], "expected .csv"],
    [["jid1", "--out", "x.csv", "--mode", "zogy"], "expected annulus or reference"],
    [["jid1", "--out", "x.csv", "--match-radius", "0"], "expected pixels"],
    [["jid1", "--out", "x.csv", "--mode", "reference", "--match-radius", "1"], "expected annulus mode"],
    [["jid1", "--out", "x.csv", "--columns", "some"], "expected all or published"],
  ])("refuses %j", async (args, message) => {
    await expect(run(args)).rejects.toThrow(message);
  });
});
