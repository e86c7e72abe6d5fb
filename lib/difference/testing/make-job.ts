// Small job folders for tests, in either naming era: catalogues, truth, the nine images as a few pixels each.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fitsBytes } from "@/lib/testing/make-fits";

/** Where a detection is and how it looks; the rest is made up of its number. */
export interface TestDetection {
  id: number;
  x: number;
  y: number;
  flags?: number;
}

interface TestJob {
  era?: "A" | "B";
  zogy?: TestDetection[];
  sfft?: TestDetection[];
  injected?: [x: number, y: number][];
  simulation?: { id: string; x: number; y: number; mag: number; kind: string }[];
  /** written instead of, or beside, the usual files; null: left out */
  files?: Record<string, string | Uint8Array | null>;
  jid?: string;
  size?: [width: number, height: number];
  zeropointMag?: number | null;
}

const SCIENCE = "Roman_TDS_simple_model_H158_1234_7_lite";
const folders: string[] = [];

/** Removes the folders made so far: for afterEach. */
export function removeTestFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/**
 * An empty folder.
 *
 * @returns its path
 */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "annulus-job-"));
  folders.push(folder);
  return folder;
}

/**
 * A finder catalogue.
 *
 * @param rows its detections
 * @param era of its column names
 * @returns the text of the file
 */
export function finderText(rows: readonly TestDetection[], era: "A" | "B" = "A"): string {
  const [x, y, count] = era === "A" ? ["xcentroid", "ycentroid", "npix"] : ["x_centroid", "y_centroid", "n_pixels"];
  const lines = rows.map((row) =>
    [
      row.id,
      row.x.toFixed(4),
      row.y.toFixed(4),
      "0.6",
      "0.1",
      "-0.2",
      25,
      row.id + 10.5,
      row.id + 20.5,
      "-3.25",
      "-1.5",
    ].join(" "),
  );
  return [`id ${x} ${y} sharpness roundness1 roundness2 ${count} peak flux mag daofind_mag`, ...lines, ""].join("\n");
}

/**
 * A PSF photometry catalogue.
 *
 * @param rows its detections
 * @param era of its column names
 * @returns the text of the file
 */
export function photometryText(rows: readonly TestDetection[], era: "A" | "B" = "A"): string {
  const [count, chi] = era === "A" ? ["npixfit", ""] : ["n_pixels_fit", " reduced_chi2"];
  const names = `id group_id group_size local_bkg x_init y_init flux_init x_fit y_fit flux_fit x_err y_err flux_err ${count} qfit cfit${chi} flags ra dec`;
  const lines = rows.map(({ id, x, y, flags = 0 }) =>
    [
      [id, id, 1, "0.0", x.toFixed(4), y.toFixed(4), "100.0", x.toFixed(4), y.toFixed(4), (10 * id).toFixed(6)],
      [
        "0.0300",
        "0.0400",
        "2.00000",
        289,
        "0.1000",
        "0.0100",
        ...(era === "A" ? [] : ["1.2500"]),
        flags,
        "7.5",
        "-44.8",
      ],
    ]
      .flat()
      .join(" "),
  );
  return [names, ...lines, ""].join("\n");
}

/**
 * The header of a science image, as a file.
 *
 * @param zeropointMag ZPTMAG; null: not in the header
 * @param size in pixels
 * @returns the file
 */
export function scienceFits(zeropointMag: number | null, size: [number, number]): Uint8Array {
  const cards = { FILTER: "H158", SCA_NUM: 7, "MJD-OBS": 62000.5, EXPTIME: 139.8 };
  const pixels = new Float32Array(size[0] * size[1]).fill(1);
  return fitsBytes([{ cards: zeropointMag === null ? cards : { ...cards, ZPTMAG: zeropointMag }, size, pixels }]);
}

/**
 * Makes a job folder: complete unless `files` leaves something out.
 *
 * @param job what is in it
 * @returns its path
 */
export function makeJob(job: TestJob): string {
  const { era = "A", zogy = [], sfft = [], jid = "jid77", size = [64, 48], zeropointMag = 10.25 } = job;
  const folder = join(temporaryFolder(), jid);
  const prefix = era === "A" ? "diffimage" : "zogy_diffimage";
  const sfftNames = era === "A" ? ["dconv_", "cconv_"] : [""];
  const plain = fitsBytes([{ size, pixels: new Float32Array(size[0] * size[1]).fill(2) }]);
  const reference = fitsBytes([{ cards: { FIELD: 5321461 }, size, pixels: new Float32Array(size[0] * size[1]) }]);
  const files: Record<string, string | Uint8Array | null> = {
    [`${SCIENCE}_inject_reformatted.fits`]: scienceFits(zeropointMag, size),
    "bkg_subbed_science_image.fits": plain,
    "awaicgen_output_mosaic_image_resampled_gainmatched.fits": reference,
    [`${prefix}_masked.fits`]: plain,
    [`${prefix}_uncert_masked.fits`]: plain,
    "scorrimage_masked.fits": plain,
    ...Object.fromEntries(sfftNames.map((name) => [`sfftdiffimage_${name}masked.fits`, plain])),
    "sfftdiffimage_uncert_masked.fits": plain,
    "diffpsf.fits": fitsBytes([{ size: [5, 5], pixels: new Float32Array(25) }]),
    [`${prefix}_masked_psfcat.txt`]: photometryText(zogy, era),
    [`${prefix}_masked_psfcat_finder.txt`]: finderText(zogy, era),
    "sfftdiffimage_masked_psfcat.txt": photometryText(sfft, era),
    "sfftdiffimage_masked_psfcat_finder.txt": finderText(sfft, era),
    [`${SCIENCE}_inject.txt`]: injectedText(job.injected ?? []),
    "Roman_TDS_index_H158_1234_7.txt": simulationText(job.simulation ?? []),
    [`job_config_${jid}.done`]: "",
    ...job.files,
  };
  for (const [name, content] of Object.entries(files)) if (content !== null) writeInto(folder, name, content);
  return folder;
}

function injectedText(rows: readonly [x: number, y: number][]): string {
  return `xpix    ypix     flux\n${rows.map(([x, y]) => `${x} ${y} 50.5\n`).join("")}`;
}

function simulationText(rows: NonNullable<TestJob["simulation"]>): string {
  const head = "#    object_id ra dec x y realized_flux flux mag obj_type\n";
  return (
    head +
    rows.map(({ id, x, y, mag, kind }) => `  ${id}  7.5  -44.8  ${x}  ${y}  100  99.5  ${mag}  ${kind}\n`).join("")
  );
}

function writeInto(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/**
 * Copies fixture jobs and adds the science header that they need.
 *
 * @param fixtures folder of job folders
 * @param jids which
 * @param zeropointMag of all
 * @returns paths of the copies
 */
export function copyJobs(fixtures: string, jids: readonly string[], zeropointMag: number): string[] {
  const folder = temporaryFolder();
  return jids.map((jid) => {
    cpSync(join(fixtures, jid), join(folder, jid), { recursive: true });
    writeInto(join(folder, jid), `${SCIENCE}_inject_reformatted.fits`, scienceFits(zeropointMag, [8, 8]));
    return join(folder, jid);
  });
}
