// What a job was made from: the raw image, the catalogues of the gain match and those of the reference.

import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { memoryByteSource } from "../../files/byte-source";
import { type Catalog, readCatalog } from "../../readers/catalogs";
import { openFits, readImage } from "../../readers/fits";
import type { JobToSimulate } from ".";
import { REFERENCE_ZEROPOINT } from "./headers";
import { collectJob } from "./testing/collect-job";

const OPTIONS: JobToSimulate = { size: 224, injections: 10, stars: 150, galaxies: 30, transients: 4, era: "b", jid: 7 };
const { files, summary } = collectJob({ ...OPTIONS, settings: { variableFraction: 0 } });
const STEM = "Roman_TDS_simple_model_H158_10007_7_lite";

const catalogOf = (name: string) => readCatalog(memoryByteSource(files.get(name)!.bytes, name));
const imageOf = async (name: string, bytes: Uint8Array, hdu: number) =>
  readImage(await openFits(memoryByteSource(bytes, name)), hdu);

function column(catalog: Catalog, name: string): number[] {
  return Array.from(catalog.columns.find((one) => one.name === name)!.values as ArrayLike<number | bigint>, Number);
}

/** Stars of the index on the frame, brightest first, without the saturated ones. */
async function stars() {
  const index = await catalogOf("Roman_TDS_index_H158_10007_7.txt");
  const kinds = index.columns.find(({ name }) => name === "obj_type")!.values;
  const [ra, dec, flux, x, y] = ["ra", "dec", "flux", "x", "y"].map((name) => column(index, name));
  return ra!
    .map((raDeg, i) => ({ raDeg, decDeg: dec![i]!, counts: flux![i]!, x: x![i]!, y: y![i]!, kind: kinds[i] }))
    .filter(({ kind, counts }) => kind === "star" && counts > 20_000 && counts < 200_000)
    .filter((star) => Math.min(star.x, star.y, 223 - star.x, 223 - star.y) > 10)
    .sort((a, b) => b.counts - a.counts);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

describe("the raw image", () => {
  it("is the science image in counts, one pixel less a side, header and pixels in an extension", async () => {
    const bytes = gunzipSync(files.get(`${STEM}.fits.gz`)!.bytes);
    const fits = await openFits(memoryByteSource(bytes, "raw"));
    expect(fits.problems).toEqual([]);
    expect(fits.hdus.map(({ shape }) => shape)).toEqual([[], [223, 223]]);
    expect(fits.hdus[0]!.header.getText("FILTER")).toBeNull();
    expect(fits.hdus[1]!.header.getText("FILTER")).toBe("H158");
  });

  it("differs from the science image by what is injected, and by nothing else", async () => {
    const raw = await imageOf("raw", gunzipSync(files.get(`${STEM}.fits.gz`)!.bytes), 1);
    const name = `${STEM}_inject_reformatted.fits`;
    const science = await imageOf(name, files.get(name)!.bytes, 0);
    const injected = summary.ledger.truths.filter(({ kind }) => kind === "injected");
    const added = injected.map(() => 0);
    let same = 0;
    for (let y = 0; y < 223; y++) {
      for (let x = 0; x < 223; x++) {
        const counts = Number(raw.pixels[y * 223 + x]);
        const value = Number(science.pixels[y * 224 + x]);
        const near = injected.findIndex((truth) => Math.hypot(truth.x - x, truth.y - y) <= 6);
        if (near >= 0) added[near]! += value * summary.exposureTimeSeconds - counts;
        const isFar = injected.every((truth) => Math.hypot(truth.x - x, truth.y - y) > 60);
        if (!isFar) continue;
        same++;
        expect(value).toBe(Math.fround(counts / summary.exposureTimeSeconds));
      }
    }
    expect(same).toBeGreaterThan(1000);
    const [brightest] = injected.map((truth, i) => ({ truth, sum: added[i]! })).sort((a, b) => b.sum - a.sum);
    expect(brightest!.sum / brightest!.truth.counts).toBeGreaterThan(0.8);
    expect(brightest!.sum / brightest!.truth.counts).toBeLessThan(1.1);
  });
});

describe("the gain match's catalogues", () => {
  it("tell the same stars with the same fluxes on science and reference", async () => {
    const science = await catalogOf("bkg_subbed_science_image_scigainmatchsexcat.txt");
    const reference = await catalogOf("awaicgen_output_mosaic_image_resampled_refgainmatchsexcat.txt");
    expect([science.format, reference.format]).toEqual(["sextractor", "sextractor"]);
    const placesOf = (catalog: Catalog) => {
      const [x, y, flux] = ["X_IMAGE", "Y_IMAGE", "FLUX_APER"].map((name) => column(catalog, name));
      return x!.map((value, i) => ({ x: value - 1, y: y![i]! - 1, flux: flux![i * 6 + 5]! }));
    };
    const [ours, theirs] = [placesOf(science), placesOf(reference)];
    const ratios = (await stars()).slice(0, 12).flatMap((star) => {
      const at = (places: typeof ours) =>
        places.find(({ x, y }) => Math.hypot(x + 1 - star.x, y + 1 - star.y) < 1.2)?.flux;
      const [one, other] = [at(ours), at(theirs)];
      return one === undefined || other === undefined ? [] : [one / other];
    });
    expect(ratios.length).toBeGreaterThan(4);
    expect(Math.abs(median(ratios) - 1)).toBeLessThan(0.03);
  });
});

describe("the reference's catalogues", () => {
  it("tell the simulation's stars at their place on the sky, with their flux on the reference's zero point", async () => {
    const catalog = await catalogOf("refimage_psfcat.txt");
    const [ra, dec, flux] = ["ra", "dec", "flux_fit"].map((name) => column(catalog, name));
    const scale = 10 ** (0.4 * (REFERENCE_ZEROPOINT - summary.zeropoint)) / summary.exposureTimeSeconds;
    const found = (await stars()).flatMap((star) => {
      const cosine = Math.cos((star.decDeg * Math.PI) / 180);
      const distances = ra!.map((value, i) => 3600 * Math.hypot((value - star.raDeg) * cosine, dec![i]! - star.decDeg));
      const nearest = distances.indexOf(Math.min(...distances));
      return distances[nearest]! < 0.06 ? [flux![nearest]! / (star.counts * scale)] : [];
    });
    expect(found.length).toBeGreaterThan(4);
    expect(Math.abs(median(found) - 1)).toBeLessThan(0.03);
  });

  it("are twins: as many rows in text, finder, Parquet; SExtractor's counts from 1 on the mosaic", async () => {
    const [text, finder, parquet] = await Promise.all(
      ["psfcat.txt", "psfcat_finder.txt", "psfcat.parquet"].map((end) => catalogOf(`refimage_${end}`)),
    );
    expect(text!.rowCount).toBeGreaterThan(10);
    expect([finder!.rowCount, parquet!.rowCount]).toEqual([text!.rowCount, text!.rowCount]);
    expect(column(parquet!, "id")).toEqual(column(text!, "id"));
    const segmented = await catalogOf("awaicgen_output_mosaic_refimsexcat.txt");
    const places = column(text!, "x_fit").map((x, i) => ({ x, y: column(text!, "y_fit")[i]! }));
    const [x, y] = [column(segmented, "X_IMAGE"), column(segmented, "Y_IMAGE")];
    const offsets = x.flatMap((value, i) => {
      const near = places.find((place) => Math.hypot(place.x + 1 - value, place.y + 1 - y[i]!) < 0.5);
      return near ? [value - near.x] : [];
    });
    expect(offsets.length).toBeGreaterThan(5);
    expect(Math.abs(median(offsets) - 1)).toBeLessThan(0.1);
    expect(files.has("refimage_psf_fid2.fits")).toBe(true);
  });

  it("two runs give the same bytes", () => {
    const again = collectJob({ ...OPTIONS, settings: { variableFraction: 0 } }).files;
    expect([...again.keys()]).toEqual([...files.keys()]);
    for (const [name, { bytes }] of again) expect(Buffer.compare(bytes, files.get(name)!.bytes), name).toBe(0);
  });
});

describe("an empty scene", () => {
  it("gives a job all the same", () => {
    const empty = collectJob({ size: 64, injections: 0, stars: 0, galaxies: 0, transients: 0 });
    expect(empty.summary.ledger.truths).toEqual([]);
    expect([...empty.files.keys()].some((name) => name.endsWith("_inject.txt"))).toBe(false);
    expect([...empty.files.keys()]).toContain("Roman_TDS_simple_model_H158_10001_1_lite_reformatted.fits");
    const index = new TextDecoder().decode(empty.files.get("Roman_TDS_index_H158_10001_1.txt")!.bytes);
    expect(index.trimEnd().split("\n")).toHaveLength(1);
  });
});
