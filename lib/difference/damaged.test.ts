// Job folders as they come when a copy broke off, a file was packed beside its plain twin or a header lies: what is doubtful is left
// out and told, the rest is kept.

import { mkdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { fitsBytes } from "@/lib/testing/make-fits";
import { readAlerts } from "./alerts/read-alerts";
import { CandidateTable, describeNote, followTruth, jobCandidates, readJob } from "./index";
import {
  finderText,
  makeJob,
  photometryText,
  removeTestFolders,
  type TestDetection,
  temporaryFolder,
} from "./testing/make-job";

afterEach(removeTestFolders);

const ZOGY: TestDetection[] = [
  { id: 1, x: 10, y: 10 },
  { id: 2, x: 30, y: 20 },
  { id: 3, x: 50, y: 40 },
];
const SCIENCE = "Roman_TDS_simple_model_H158_1234_7_lite";
const PHOTOMETRY = "diffimage_masked_psfcat.txt";

async function read(files: Record<string, string | Uint8Array | null>, job: Parameters<typeof makeJob>[0] = {}) {
  const folder = makeJob({ zogy: ZOGY, injected: [[10.2, 10.1]], ...job, files });
  return readAgain(folder);
}

async function readAgain(folder: string) {
  const job = await readJob(folder);
  const rows = jobCandidates(job);
  const table = new CandidateTable("annulus");
  table.add(job, rows);
  return { job, rows, table, lines: job.notes.map(describeNote), positions: rows.candidates.map(({ x, y }) => [x, y]) };
}

describe("a text that is cut off", () => {
  const text = photometryText(ZOGY);

  it("within a row: the row's half number is no position", async () => {
    const cut = text.slice(0, text.lastIndexOf("40.0000") + 1);
    const { job, positions, lines } = await read({ [PHOTOMETRY]: cut });
    expect(job.zogy.photometry?.rowCount).toBe(2);
    expect(positions).toEqual([
      [10, 10],
      [30, 20],
      [50, 40],
    ]);
    expect(lines.join("\n")).toMatch(
      /line 4 of diffimage_masked_psfcat.txt: \d+ cells, expected 19: the row is left out/,
    );
  });

  it("within its last number: told, because nothing else tells it", async () => {
    const { job, lines } = await read({ [PHOTOMETRY]: text.slice(0, -3) });
    expect(job.zogy.photometry?.rowCount).toBe(3);
    expect(lines).toContain(
      "diffimage_masked_psfcat.txt does not end with a line's end: it may be cut off, and the last number of its last row be wrong",
    );
  });

  it("of truth: the other rows keep their numbers", async () => {
    const { rows, lines } = await read({ [`${SCIENCE}_inject.txt`]: "xpix ypix flux\n1 2\n50.2 40.1 50\n30 2" });
    expect(rows.truth.map(({ truthId }) => truthId)).toEqual(["1_inj"]);
    expect(lines.filter((line) => line.includes("the row is left out"))).toHaveLength(2);
  });

  it("with Windows' line ends or a byte order mark it is whole", async () => {
    const plain = await read({});
    for (const change of [(one: string) => one.replaceAll("\n", "\r\n"), (one: string) => `\ufeff${one}`]) {
      const { rows, lines } = await read({
        [PHOTOMETRY]: change(text),
        "diffimage_masked_psfcat_finder.txt": change(finderText(ZOGY)),
        [`${SCIENCE}_inject.txt`]: change("xpix ypix flux\n10.2 10.1 50.5\n"),
      });
      expect(rows.candidates).toEqual(plain.rows.candidates);
      expect(lines).toEqual(plain.lines);
    }
  });
});

describe("places that are no places", () => {
  it("of detections: the finder's where there is one, else matched to nothing", async () => {
    const broken = photometryText(ZOGY).replaceAll("10.0000 10.0000 10.", "nan inf 10.");
    const first = await read({ [PHOTOMETRY]: broken });
    expect(first.positions[0]).toEqual([10, 10]);
    expect(first.lines.join("\n")).toContain(
      `${PHOTOMETRY}: 1 row without a fitted position: the finder's position counts`,
    );
    const second = await read({ [PHOTOMETRY]: broken, "diffimage_masked_psfcat_finder.txt": null });
    expect(second.positions).toHaveLength(3);
    expect(second.rows.candidates[0]).toMatchObject({ id: 1, match: null, label: 0 });
    const x = second.table.toTable({}).columns.find(({ name }) => name === "x");
    expect(x?.values[0]).toBeNull();
  });

  it("of truth: told, and outside of the image", async () => {
    const { job, rows, lines } = await read({
      [`${SCIENCE}_inject.txt`]: "xpix ypix flux\nnan 3 5\ninf 3 5\n1e300 -1e300 5\n10.2 10.1 nan\n",
    });
    expect(lines).toContain(
      `${SCIENCE}_inject.txt: 2 sources without a position: matched to nothing, told as outside_image`,
    );
    const fates = await followTruth(job, rows);
    expect(fates.map(({ missReason }) => missReason)).toEqual([
      ...["outside_image", "outside_image", "outside_image", null],
    ]);
  });

  it("a hundred thousand detections at one place end in linear time", async () => {
    const crowd = Array.from({ length: 100_000 }, (_, i) => ({ id: i + 1, x: 20, y: 20 }));
    const folder = makeJob({ zogy: crowd, sfft: [{ id: 1, x: 20.25, y: 20 }], injected: [[20, 20.5]] });
    const { rows } = await readAgain(folder);
    expect(rows.candidates).toHaveLength(100_000);
    expect(rows.candidates.filter(({ sfft }) => sfft !== null).map(({ id }) => id)).toEqual([1]);
    expect(rows.candidates.every(({ flags }) => flags.includes("duplicate"))).toBe(true);
    expect(rows.candidates.filter(({ match }) => match !== null)).toHaveLength(1);
  });
});

describe("files", () => {
  it("packed beside their plain twins are read once", async () => {
    const truth = "xpix ypix flux\n10.2 10.1 50.5\n";
    const { rows, lines } = await read({
      [`${SCIENCE}_inject.txt`]: truth,
      [`${SCIENCE}_inject.txt.gz`]: gzipSync(truth),
    });
    expect(rows.truth).toHaveLength(1);
    expect(lines).toContain(`${SCIENCE}_inject.txt and ${SCIENCE}_inject.txt.gz: ${SCIENCE}_inject.txt is read`);
  });

  it("that end too early as gzip keep the other catalogue", async () => {
    const packed = gzipSync(photometryText(ZOGY));
    const { positions, lines } = await read({ [PHOTOMETRY]: null, [`${PHOTOMETRY}.gz`]: packed.subarray(0, 60) });
    expect(positions).toHaveLength(3);
    expect(lines.join("\n")).toContain("gzip stream that ends too early");
  });

  it("that are folders, links to nowhere or of foreign names are no products", async () => {
    const folder = makeJob({ zogy: ZOGY, files: { "日本 \u202e.fits": "x", [PHOTOMETRY]: null } });
    mkdirSync(join(folder, PHOTOMETRY));
    unlinkSync(join(folder, "diffimage_masked_psfcat_finder.txt"));
    symlinkSync("/nowhere", join(folder, "diffimage_masked_psfcat_finder.txt"));
    const { rows, lines, job } = await readAgain(folder);
    expect(rows.candidates).toEqual([]);
    expect(lines).toContain("no ZOGY PSF photometry catalogue: fitted positions, fluxes and flags not measured");
    expect(lines).toContain("diffimage_masked_psfcat_finder.txt is not there (any more)");
    expect(job.folder.otherNames).toEqual(["日本 \u202e.fits"]);
  });

  it("whose ids are not those of the other catalogue are told, and joined to nothing", async () => {
    const others = ZOGY.map((one) => ({ ...one, id: one.id - 0.5 }));
    const { rows, lines } = await read({ [PHOTOMETRY]: photometryText(others) });
    expect(rows.candidates).toHaveLength(2 * ZOGY.length);
    expect(lines).toContain(
      "3 of 3 ids of diffimage_masked_psfcat.txt are not in diffimage_masked_psfcat_finder.txt: rows without a partner keep what their own catalogue has",
    );
  });

  it("of SExtractor without rows are told", async () => {
    const { lines } = await read({ "diffimage_masked.txt": "#   1 XWIN_IMAGE  x\n#   2 YWIN_IMAGE  y\n" });
    expect(lines).toContain("diffimage_masked.txt has no rows");
  });

  it("one image of another shape is the wrong one, the first of all too", async () => {
    const other = fitsBytes([{ size: [20, 10], pixels: new Float32Array(200) }]);
    const { job, lines } = await read({ "bkg_subbed_science_image.fits": other });
    expect(job.imageSize).toEqual({ width: 64, height: 48 });
    expect(job.channels.map(({ state }) => state)).toEqual(["broken", ...Array.from({ length: 8 }, () => "present")]);
    expect(lines.filter((line) => line.includes("pixels"))).toEqual([
      "bkg_subbed_science_image.fits: 20 x 10 pixels, 64 x 48 in the reference image: channel 1 not measured",
    ]);
  });

  it.each([7.5, 0, 19, -3, 1e12])("a header's detector %d is none: the file's name counts", async (number) => {
    const science = fitsBytes([{ cards: { SCA_NUM: number }, size: [64, 48], pixels: new Float32Array(64 * 48) }]);
    const { job, lines, table } = await read({ [`${SCIENCE}_inject_reformatted.fits`]: science });
    expect(job.facts.sca).toBe(7);
    expect(lines).toContain(`SCA_NUM ${number} in the header, expected 1 to 18: SCA 7 of the file's name counts`);
    expect(table.toBytes("parquet", {}).length).toBeGreaterThan(100);
  });
});

describe("a set of alerts", () => {
  const entry = (id: string, detector: unknown) => ({
    ...{ id, objectId: null, candidate: { diaSourceId: id, detector, x: 1, y: 2 } },
    files: { sci: `${id}_sci.fits`, ref: `${id}_ref.fits`, diff: `${id}_diff.fits` },
  });

  it("keeps alerts whose stamps are missing, and says how many are", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "index.json"), JSON.stringify([entry("1", 7.5), entry("2", 94), { id: "3" }]));
    for (const name of ["1_sci.fits", "1_ref.fits"]) writeFileSync(join(folder, name), "");
    const set = await readAlerts(folder, "index.json");
    expect(set?.alerts.map(({ id, detector }) => [id, detector])).toEqual([
      ["1", null],
      ["2", 94],
    ]);
    expect(set?.notes.map(describeNote)).toEqual([
      expect.stringMatching(/^index.json, entry 2: candidate: .*: the alert is left out$/),
      "4 of 6 stamps are not there (1_diff.fits): their alerts stay, without these images",
    ]);
  });
});

describe("a header that lies", () => {
  const facts = async (cards: Record<string, string | number>) => {
    const science = fitsBytes([{ cards, size: [64, 48], pixels: new Float32Array(64 * 48) }]);
    const { job, lines } = await read({ [`${SCIENCE}_inject_reformatted.fits`]: science });
    return { facts: job.facts, lines };
  };

  it("of an image that ends early is told with what it promised", async () => {
    const whole = fitsBytes([{ size: [64, 48], pixels: new Float32Array(64 * 48) }]);
    const { lines } = await read({ "diffimage_masked.fits": whole.slice(0, 5760) });
    expect(lines.join("\n")).toContain(
      `file of 5760 bytes (truncated, or a lying header), expected data up to byte ${2880 + 4 * 64 * 48}: channel 3 not measured`,
    );
  });

  it("has no day that no calendar has, and no exposure time below 0", async () => {
    const { facts: found, lines } = await facts({ "MJD-OBS": 1e300, EXPTIME: -5 });
    expect(found).toMatchObject({ mjd: null, exposureTimeSeconds: null });
    expect(lines).toContain("MJD-OBS 1e+300 in the header, expected 0 to 1000000: no place in a light curve");
    expect(lines).toContain("EXPTIME -5 in the header, expected 0.001 to 10000000: exposure time not known");
  });

  it("with text for a number is not said to have none", async () => {
    const { facts: found, lines } = await facts({ ZPTMAG: "bright", "MJD-OBS": 62000.5 });
    expect(found).toMatchObject({ zeropointMag: null, mjd: 62000.5 });
    expect(lines.join("\n")).toContain('ZPTMAG "bright" in the header, expected a number: magnitudes of truth');
    expect(lines.join("\n")).not.toContain("no ZPTMAG");
  });
});
