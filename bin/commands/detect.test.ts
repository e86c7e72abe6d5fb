import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { writeFits } from "@/lib/readers/fits";
import { run } from "./detect";
import { UsageError } from "./usage";

const WIDTH = 56;
const HEIGHT = 48;

let folder: string;
let file: string;

/** Image A of the published comparison: a dark blob at (18.3, 20.6) and a dark ring of radius 5 at (40, 30). */
function imageA(): Float32Array {
  const pixels = new Float32Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const waves = 2 * Math.sin(0.7 * x) + 1.5 * Math.cos(0.45 * y) + 0.3 * Math.sin(0.11 * x * y);
      const blob = 40 * Math.exp((-0.5 * ((x - 18.3) ** 2 + (y - 20.6) ** 2)) / 2.5 ** 2);
      const ring = 25 * Math.exp(-0.5 * ((Math.hypot(x - 40, y - 30) - 5) / 1.2) ** 2);
      pixels[y * WIDTH + x] = waves - blob - ring;
    }
  }
  return pixels;
}

beforeAll(() => {
  folder = mkdtempSync(path.join("/tmp", "annulus-detect-"));
  file = path.join(folder, "a.fits");
  const image = { width: WIDTH, height: HEIGHT, pixels: imageA() };
  writeFileSync(file, writeFits([{ cards: [] }, { cards: [["EXTNAME", "SCI"]], image }]));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** Rows of a CSV by column name. */
function rowsOf(csv: string): Record<string, string>[] {
  const [header = "", ...lines] = csv.trim().split(/\r?\n/);
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i] ?? "", cell])));
}

describe("annulus detect", () => {
  test("reproduces the golden numbers in reference mode, without a database", async () => {
    vi.stubEnv("DATABASE_URL", "");
    const out = path.join(folder, "x.csv");
    expect(await run([`${file}[1]`, "--mode", "reference", "--out", out])).toBe(0);
    const [blob, ring, ...others] = rowsOf(readFileSync(out, "utf8"));
    expect(others).toEqual([]);
    expect(blob).toMatchObject({ footprint_id: "0", area: "80", y0: "16", y1: "25", x0: "14", x1: "23" });
    expect(Number(blob?.gaussian_like_score)).toBeCloseTo(0.990992, 6);
    expect(Number(blob?.gaussian_sigma_pixels)).toBeCloseTo(1.901294, 5);
    expect(ring).toMatchObject({ footprint_id: "1", area: "148", y0: "23", y1: "37", x0: "33", x1: "46" });
    expect(Number(ring?.gaussian_like_score)).toBeCloseTo(0.218264, 6);
    expect(Number(ring?.hole_frac_total)).toBeCloseTo(0.092025, 6);
    expect(blob).not.toHaveProperty("ring_score");
    vi.unstubAllEnvs();
  });

  test("tells blob and ring apart in annulus mode, by name of the HDU, as CSV on standard output", async () => {
    let text = "";
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
      text += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      return true;
    });
    expect(await run([`${file}[SCI]`, "--set", "minFootprintArea=30"])).toBe(0);
    expect(rowsOf(text).map(({ morphology }) => morphology)).toEqual(["blob", "ring"]);
    // nothing in the file tells the exposure: empty, not zero
    expect(rowsOf(text)[0]).toMatchObject({ exposure: "" });
  });

  test("fails on an image on which nothing can be measured", async () => {
    const write = (width: number, height: number, value: number) => {
      const pixels = new Float32Array(width * height).fill(value);
      writeFileSync(path.join(folder, "b.fits"), writeFits([{ cards: [], image: { width, height, pixels } }]));
      return run([path.join(folder, "b.fits")]);
    };
    await expect(write(20, 20, Number.NaN)).rejects.toThrow("b.fits, HDU 0: no finite pixel among 400");
    await expect(write(20, 20, Number.POSITIVE_INFINITY)).rejects.toThrow(MalformedFileError);
    await expect(write(3000, 1, 7)).rejects.toThrow("an image of 3000 x 1 pixels, expected at least 16 pixels");
    await expect(write(1, 1, 7)).rejects.toThrow(UnsupportedFormatError);
  });

  test("refuses what it cannot do, saying why", async () => {
    await expect(run([`${file}[7]`])).rejects.toThrow(`${file}[7]: no such HDU, expected one of 0, SCI`);
    await expect(run([path.join(folder, "none.fits")])).rejects.toThrow(/none\.fits: is not there/);
    await expect(run([file, "--mode", "wavelet"])).rejects.toThrow(UsageError);
    await expect(run([file, "--out", "x.txt"])).rejects.toThrow(UsageError);
    await expect(run([file, "--sigma", "4"])).rejects.toThrow(UsageError);
    await expect(run([])).rejects.toThrow(UsageError);
  });
});
