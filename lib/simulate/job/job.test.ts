import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import { memoryByteSource } from "../../files/byte-source";
import { type Catalog, readCatalog } from "../../readers/catalogs";
import { openFits, readImage, readWcs } from "../../readers/fits";
import { translateFile } from "../../readers/surveys";
import type { JobFile, JobToSimulate } from ".";
import { collectJob } from "./testing/collect-job";

const SMALL: JobToSimulate = { size: 160, injections: 8, galaxies: 30, transients: 4 };
const a = collectJob(SMALL);
const b = collectJob({ ...SMALL, era: "b", jid: 7 });

function digest(files: Map<string, JobFile>): string {
  const hash = createHash("sha256");
  for (const { fileName, bytes } of files.values()) hash.update(fileName).update(bytes);
  return hash.digest("hex");
}

function catalogOf(files: Map<string, JobFile>, name: string): Promise<Catalog> {
  return readCatalog(memoryByteSource(files.get(name)!.bytes, name));
}

function column(catalog: Catalog, name: string): number[] {
  return Array.from(catalog.columns.find((one) => one.name === name)!.values as ArrayLike<number | bigint>, Number);
}

function text(files: Map<string, JobFile>, name: string): string[] {
  return new TextDecoder().decode(files.get(name)!.bytes).trimEnd().split("\n");
}

describe("simulateJob", () => {
  it("gives the same bytes for the same options, others for another seed or number", () => {
    expect(digest(collectJob(SMALL).files)).toBe(digest(a.files));
    expect(digest(collectJob({ ...SMALL, seed: 2 }).files)).not.toBe(digest(a.files));
    expect(collectJob({ ...SMALL, jid: 2 }).summary.ledger.truths[0]!.x).not.toBe(a.summary.ledger.truths[0]!.x);
  });

  it("names the products of era a", () => {
    const stem = "Roman_TDS_simple_model_H158_10001_1_lite";
    expect([...a.files.keys()].sort()).toEqual(
      [
        ...[`${stem}.fits.gz`, "bkg_subbed_science_image_scigainmatchsexcat.txt"],
        ...["image_resampled_refgainmatchsexcat.txt", "refimsexcat.txt"].map((end) => `awaicgen_output_mosaic_${end}`),
        ...[`${stem}_inject.txt`, `${stem}_inject_reformatted.fits`, `${stem}_inject_reformatted_pv.fits`],
        ...[`${stem}_inject_reformatted_unc.fits`, "Roman_TDS_index_H158_10001_1.txt", "bkg_subbed_science_image.fits"],
        ...["image", "cov_map", "uncert_image"].flatMap((part) => [
          `awaicgen_output_mosaic_${part}.fits`,
          `awaicgen_output_mosaic_${part}_resampled.fits`,
        ]),
        "awaicgen_output_mosaic_image_resampled_gainmatched.fits",
        ...["diffimage_masked.fits", "diffimage_uncert_masked.fits", "scorrimage_masked.fits", "diffpsf.fits"],
        ...["sfftdiffimage_dconv_masked.fits", "sfftdiffimage_cconv_masked.fits", "sfftdiffimage_uncert_masked.fits"],
        ...["diffimage_masked.txt", "sfftdiffimage_cconv_masked.txt"],
        ...["diffimage_masked", "sfftdiffimage_masked"].flatMap((image) =>
          ["sepsfcat.txt", "psfcat.txt", "psfcat_finder.txt", "psfcat_residual.fits"].map((end) => `${image}_${end}`),
        ),
        ...["job_config_jid1.done", "postproc_job_config_jid1.done", "product_config_jid1.ini"],
      ].sort(),
    );
  });

  it("names the products of era b: prefixes, Parquet and negative twins, no cross-convolution", () => {
    const names = [...b.files.keys()];
    expect(names).toContain("scorrimage_masked_negative.fits");
    expect(names).toContain("WFI_SCA07_H158_PSF_DET_DIST_normalized.fits");
    for (const image of ["zogy_diffimage_masked", "sfftdiffimage_masked", "naive_diffimage_masked"]) {
      for (const sign of ["", "_negative"]) {
        expect(names).toContain(`${image}${sign}.fits`);
        expect(names).toContain(`${image}${sign}.txt`);
        expect(names).toContain(`${image}_psfcat_finder${sign}.txt`);
        expect(names).toContain(`${image}_psfcat${sign}.txt`);
        expect(names).toContain(`${image}_psfcat${sign}.parquet`);
        expect(names).toContain(`${image}_psfcat_residual${sign}.fits`);
      }
    }
    expect(names.filter((name) => /conv_masked|sepsfcat/.test(name) || name.startsWith("diffimage"))).toEqual([]);
    const crossed = collectJob({ ...SMALL, era: "b", crossConvolution: true, rimtimsim: true, pointing: 12 });
    expect([...crossed.files.keys()]).toContain("sfftdiffimage_cconv_masked.fits");
    expect([...crossed.files.keys()]).toContain("rimtimsim_WFI_H158_SCA01_000000012_lite_inject.txt");
  });

  it("writes images that are read without complaint, on one grid, with the facts of the exposure", async () => {
    for (const { fileName, bytes, role } of [...a.files.values(), ...b.files.values()]) {
      if (!fileName.endsWith(".fits")) continue;
      const fits = await openFits(memoryByteSource(bytes, fileName));
      expect(fits.problems, fileName).toEqual([]);
      const side = /psf$/.test(role) ? null : role.startsWith("mosaic") ? 274 : role === "sfft-solution" ? 7 : 160;
      if (side !== null) expect(fits.hdus[0]!.shape, fileName).toEqual([side, side]);
    }
    const name = "Roman_TDS_simple_model_H158_10001_1_lite_inject_reformatted.fits";
    const fits = await openFits(memoryByteSource(a.files.get(name)!.bytes, name));
    const { exposure, images } = translateFile(fits, `jid1/${name}`);
    expect(exposure).toMatchObject({ physicalFilter: "H158", exposureId: 10001n, exposureTimeSeconds: 302.275 });
    expect(images[0]).toMatchObject({ detector: 1, width: 160, height: 160 });
    expect(fits.hdus[0]!.header.cards.find(({ keyword }) => keyword === "ZPTMAG")?.value).toBe(a.summary.zeropoint);
    const truth = a.summary.ledger.truths[0]!;
    const sky = readWcs(fits.hdus[0]!.header)!.pixelToWorld(truth.x, truth.y)!;
    expect(sky.lonDeg).toBeCloseTo(truth.raDeg, 8);
    expect(sky.latDeg).toBeCloseTo(truth.decDeg, 8);
  });

  it("masks differences where the reference has no coverage, and nothing else", async () => {
    const pixelsOf = async (name: string) => {
      const fits = await openFits(memoryByteSource(a.files.get(name)!.bytes, name));
      return (await readImage(fits, 0)).pixels;
    };
    const coverage = await pixelsOf("awaicgen_output_mosaic_cov_map_resampled.fits");
    const uncovered = Array.from(coverage, (frames) => Number(frames) < 0.5);
    expect(uncovered.filter(Boolean).length / uncovered.length).toBeCloseTo(1 - a.summary.coveredFraction, 12);
    expect(a.summary.coveredFraction).toBeGreaterThan(0.8);
    expect(a.summary.coveredFraction).toBeLessThan(1);
    for (const name of ["diffimage_masked", "scorrimage_masked", "sfftdiffimage_dconv_masked"]) {
      const pixels = await pixelsOf(`${name}.fits`);
      expect(Array.from(pixels, (value) => Number.isNaN(Number(value)))).toEqual(uncovered);
    }
  });
});

describe("the catalogues", () => {
  it.each([
    [a, "diffimage_masked", "zogy", "npixfit", "xcentroid", "npix"],
    [a, "sfftdiffimage_masked", "sfft", "npixfit", "xcentroid", "npix"],
    [b, "zogy_diffimage_masked", "zogy", "n_pixels_fit", "x_centroid", "n_pixels"],
    [b, "sfftdiffimage_masked", "sfft", "n_pixels_fit", "x_centroid", "n_pixels"],
  ] as const)("hold the ledger's detections (%#: %s)", async ({ files, summary }, image, algorithm, fit, x, count) => {
    const detections = summary.ledger.detections[algorithm];
    const psf = await catalogOf(files, `${image}_psfcat.txt`);
    const finder = await catalogOf(files, `${image}_psfcat_finder.txt`);
    expect(psf.problems).toEqual([]);
    expect(column(psf, "id")).toEqual(detections.map(({ id }) => id));
    expect(column(finder, "id")).toEqual(detections.map((_, i) => i + 1));
    column(psf, "x_fit").forEach((value, i) => {
      expect(Math.abs(value - detections[i]!.x)).toBeLessThanOrEqual(5e-5);
    });
    expect(psf.columns.map(({ name }) => name)).toContain(fit);
    expect(finder.columns.map(({ name }) => name)).toContain(x);
    expect(new Set(column(finder, count))).toEqual(new Set([25]));
    const peaks = column(finder, x.replace("x", "y"));
    expect(peaks.every((y, i) => i === 0 || Math.round(y) >= Math.round(peaks[i - 1]!) - 3)).toBe(true);
  });

  it("have twins in Parquet that hold both and are not rounded", async () => {
    const parquet = await catalogOf(b.files, "zogy_diffimage_masked_psfcat.parquet");
    const psf = await catalogOf(b.files, "zogy_diffimage_masked_psfcat.txt");
    expect(parquet.rowCount).toBe(psf.rowCount);
    expect(parquet.columns.map(({ name }) => name)).toContain("daofind_mag");
    const [exact, rounded] = [column(parquet, "flux_fit"), column(psf, "flux_fit")];
    expect(exact.every((flux, i) => Math.abs(flux - rounded[i]!) <= 5.1e-7)).toBe(true);
    expect(exact.some((flux, i) => flux !== rounded[i])).toBe(true);
  });

  it("of SExtractor count pixels from 1 and have vectors of six apertures", async () => {
    const catalog = await catalogOf(a.files, "diffimage_masked.txt");
    expect(catalog.format).toBe("sextractor");
    expect(catalog.problems).toEqual([]);
    expect(catalog.columns.find(({ name }) => name === "FLUX_APER")!.cellShape).toEqual([6]);
    const [x, y] = [column(catalog, "X_IMAGE"), column(catalog, "Y_IMAGE")];
    const found = a.summary.ledger.truths.filter(({ zogy, magnitudeAb }) => "id" in zogy && magnitudeAb < 24.5);
    expect(found.length).toBeGreaterThan(0);
    for (const truth of found) {
      const nearest = Math.min(...x.map((value, i) => Math.hypot(value - 1 - truth.x, y[i]! - 1 - truth.y)));
      expect(nearest, truth.truthId).toBeLessThan(0.5);
    }
  });
});

describe("the truth files", () => {
  it("list every injection, in counts, from the origin that the settings say", () => {
    const [header, ...rows] = text(a.files, "Roman_TDS_simple_model_H158_10001_1_lite_inject.txt");
    expect(header).toBe("xpix    ypix     flux");
    const truths = a.summary.ledger.truths.filter(({ kind }) => kind === "injected");
    expect(rows.map((row) => row.split(" ").map(Number))).toEqual(truths.map(({ x, y, counts }) => [x, y, counts]));
    const shifted = collectJob({ ...SMALL, settings: { injectionOrigin: 1 } });
    const [, first] = text(shifted.files, "Roman_TDS_simple_model_H158_10001_1_lite_inject.txt");
    expect(Number(first!.split(" ")[0])).toBe(truths[0]!.x + 1);
  });

  it("list galaxies, stars and transients in fixed width, magnitudes short of ZPTMAG", () => {
    const [header, ...rows] = text(a.files, "Roman_TDS_index_H158_10001_1.txt");
    expect(header).toBe(
      "#    object_id            ra              dec               x                y          realized_flux" +
        "         flux             mag            obj_type     ",
    );
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([152]));
    const kinds = rows.map((row) => row.trim().split(/ +/).at(-1));
    const { stars, galaxies, transients } = a.summary.counts;
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect([count("star"), count("galaxy"), count("transient")]).toEqual([stars, galaxies, transients]);
    const truth = a.summary.ledger.truths.find(({ kind }) => kind === "transient")!;
    const cells = rows
      .find((row) => `${row.trim().split(" ")[0]}_ou` === truth.truthId)!
      .trim()
      .split(/ +/)
      .map(Number);
    expect(cells[3]).toBeCloseTo(truth.x + 1, 5);
    expect(Number.isInteger(cells[5])).toBe(true);
    expect(cells[7]! + a.summary.zeropoint).toBeCloseTo(truth.magnitudeAb, 6);
  });
});

describe("the ledger", () => {
  const clean = collectJob({
    size: 400,
    injections: 40,
    transients: 0,
    jid: 3,
    crossConvolution: false,
    settings: {
      injectionMagnitudes: [22, 24],
      hostFraction: 0,
      zogyPsfError: 0,
      psfGradient: 0,
      zogyCorrelatedNoise: 0,
    },
  });

  it("agrees with the catalogues: fluxes of injections are recovered within their errors", async () => {
    for (const [algorithm, image] of [
      ["zogy", "diffimage_masked"],
      ["sfft", "sfftdiffimage_masked"],
    ] as const) {
      const catalog = await catalogOf(clean.files, `${image}_psfcat.txt`);
      const [flux, error] = [column(catalog, "flux_fit"), column(catalog, "flux_err")];
      const pulls = clean.summary.ledger.truths.flatMap(({ [algorithm]: match, fluxDnPerSecond }) =>
        "id" in match ? [(flux[match.id - 1]! - fluxDnPerSecond) / error[match.id - 1]!] : [],
      );
      expect(pulls.length).toBeGreaterThan(25);
      const sorted = pulls.map(Math.abs).sort((p, q) => p - q);
      // the median of |N(0, 1)| is 0.67; galaxies, edges and PSFs cut at 5 pixels widen it
      expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(1.1);
    }
  });

  it("says of every truth whether it was found or why not, and of every detection why it is there", () => {
    const { truths, detections, sets } = a.summary.ledger;
    expect(truths.length).toBe(a.summary.counts.injections + a.summary.counts.transients);
    for (const algorithm of ["zogy", "sfft"] as const) {
      const found = truths.flatMap(({ truthId, [algorithm]: match }) => ("id" in match ? [[match.id, truthId]] : []));
      const claimed = detections[algorithm].flatMap(({ id, truthId }) => (truthId === null ? [] : [[id, truthId]]));
      expect(claimed).toEqual(found.sort((p, q) => Number(p[0]) - Number(q[0])));
    }
    expect(sets.both + sets.zogyOnly).toBe(detections.zogy.length);
    expect(sets.both + sets.sfftOnly).toBe(detections.sfft.length);
    for (const truth of truths) {
      if (!truth.isOnImage) expect(truth.zogy).toEqual({ missed: "off_image" });
      else if (!truth.isCovered) expect(truth.sfft).toEqual({ missed: "no_coverage" });
    }
  });

  it("shows the failings that the settings ask for: SFFT loses what lies on bright galaxies", () => {
    const options = {
      size: 300,
      injections: 30,
      transients: 0,
      galaxies: 60,
      stars: 60,
      products: "channels",
    } as const;
    const settings = { hostFraction: 1, galaxyMagnitudes: [20, 23] as [number, number], zogyCorrelatedNoise: 0 };
    const found = (sfftGalaxyLoss: number) =>
      collectJob({ ...options, settings: { ...settings, sfftGalaxyLoss } }).summary.ledger.truths.filter(
        ({ sfft }) => "id" in sfft,
      ).length;
    expect(found(0.9)).toBeLessThan(found(0) - 3);
  });
});

describe("what is asked for", () => {
  it("is left out: a role, or all but the channels", () => {
    const without = collectJob({ ...SMALL, missing: ["sfft-cross-convolved", "zogy-finder"] });
    const gone = [...a.files.keys()].filter((name) => !without.files.has(name));
    expect(gone).toEqual(["diffimage_masked_psfcat_finder.txt", "sfftdiffimage_cconv_masked.fits"]);
    const channels = collectJob({ ...SMALL, products: "channels" });
    expect([...channels.files.keys()].filter((name) => name.endsWith(".fits")).length).toBe(10);
    expect(channels.summary.ledger).toEqual(a.summary.ledger);
  });

  it.each([
    [{ size: 63 }, "size 63"],
    [{ size: 4090 }, "size 4090"],
    [{ filter: "V" }, "filter V"],
    [{ sca: 19 }, "SCA 19"],
    [{ jid: 0 }, "jid 0"],
    [{ missing: ["score"] }, "score"],
    [{ rimtimsim: true }, "rimtimsim names in era a"],
    [{ size: 64, injections: 500 }, "500 of kind injected"],
    [{ settings: { misregistrationPixels: -1 } }, "misregistrationPixels"],
  ] as [JobToSimulate, string][])("is refused: %o", (options, message) => {
    expect(() => collectJob(options)).toThrow(InvalidParameterError);
    expect(() => collectJob(options)).toThrow(message);
  });
});
