import { createCanvas, loadImage } from "@napi-rs/canvas";
import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../errors";
import { layoutAreaVersusScore } from "./area-versus-score";
import { plotBox, xOf, yOf } from "./axes";
import { drawAreaVersusScore, drawMosaic, drawScoreHistogram, drawStamp, type RingToPlot, stampTitle } from "./index";
import { layoutMosaic } from "./mosaic";
import { layoutScoreHistogram } from "./score-histogram";
import { stretchStamp, symmetricLimit } from "./stamp";

const ring = (area: number, gaussianLikeScore: number | null, circularity = 1): RingToPlot => ({
  area,
  gaussianLikeScore,
  circularity,
});

/** Red, green, blue of canvas pixels. */
async function decode(
  png: Uint8Array,
): Promise<{ width: number; height: number; at: (x: number, y: number) => string }> {
  const image = await loadImage(Buffer.from(png));
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  return {
    width: image.width,
    height: image.height,
    at: (x, y) => [...context.getImageData(Math.round(x), Math.round(y), 1, 1).data.slice(0, 3)].join(" "),
  };
}

describe("area against score", () => {
  it("drops rings without a score and says how many", () => {
    const scatter = layoutAreaVersusScore([
      ring(80, 0.99),
      ring(12, null),
      ring(30, Number.NaN),
      ring(148, 0.218, 0.5),
    ]);
    expect(scatter.points).toEqual([
      { x: 80, y: 0.99, circularity: 1 },
      { x: 148, y: 0.218, circularity: 0.5 },
    ]);
    expect(scatter.frame.caption).toBe("2 dark rings shown, 2 dropped: no score (constant or masked stamp)");
    expect(scatter.frame.emptyNote).toBeNull();
    expect(scatter.frame.x).toMatchObject({ title: "Area of the footprint [px]", low: 0 });
    expect(scatter.frame.x.ticks.labels).toEqual(["0", "20", "40", "60", "80", "100", "120", "140"]);
    expect(scatter.frame.y).toMatchObject({ low: 0, high: 1.05 });
  });

  it("reaches below zero only where scores do", () => {
    expect(layoutAreaVersusScore([ring(80, -0.3)]).frame.y.low).toBeCloseTo(-0.45);
    expect(layoutAreaVersusScore([ring(80, -1)]).frame.y.low).toBeCloseTo(-1.05);
  });

  it("marks the reference disc", () => {
    const { reference } = layoutAreaVersusScore([], { referenceDiameterPixels: 9 });
    expect(reference).toEqual({ x: expect.closeTo(63.617, 3), y: 1, label: "disc of 9 px" });
  });

  it("draws each point in its colour at the published size", async () => {
    const rows = [ring(80, 0.5, 1), ring(40, 0.2, 0)];
    const { frame } = layoutAreaVersusScore(rows);
    const picture = await decode(await drawAreaVersusScore(rows));
    expect([picture.width, picture.height]).toEqual([980, 560]);
    const box = plotBox(true);
    const probe = (x: number, y: number) =>
      picture
        .at(xOf(frame.x, box, x), yOf(frame.y, box, y))
        .split(" ")
        .map(Number);
    const [red, green, blue] = probe(80, 0.5);
    expect(red! > 200 && green! > 200 && blue! < 90).toBe(true);
    const [darkRed, darkGreen, darkBlue] = probe(40, 0.2);
    expect(darkRed! < 110 && darkGreen! < 50 && darkBlue! > 70).toBe(true);
    expect(picture.at(3, 3)).toBe("255 255 255");
  });

  it("says that nothing was found, or that nothing has a score", async () => {
    expect(layoutAreaVersusScore([]).frame.emptyNote).toBe("No dark rings found");
    expect(layoutAreaVersusScore([ring(9, null)]).frame.emptyNote).toBe("No dark ring has a score");
    expect((await decode(await drawAreaVersusScore([]))).width).toBe(980);
  });
});

describe("score histogram", () => {
  it("has 80 bins from least to greatest score as numpy has", () => {
    const scores = Array.from({ length: 161 }, (_, i) => i / 160);
    const histogram = layoutScoreHistogram(scores.map((gaussianLikeScore) => ({ gaussianLikeScore })));
    expect(histogram.counts.length).toBe(80);
    expect(histogram.counts.slice(0, 79)).toEqual(new Array(79).fill(2));
    expect(histogram.counts[79]).toBe(3);
    expect(histogram.frame.y.title).toBe("Dark rings per bin of 0.0125");
    expect(histogram.frame.y.ticks.labels).toEqual(["0", "1", "2", "3"]);
  });

  it("widens about a single value and around none", () => {
    expect(layoutScoreHistogram([ring(1, 0.8)])).toMatchObject({ low: 0.8 - 0.5, high: 0.8 + 0.5 });
    expect(layoutScoreHistogram([])).toMatchObject({ low: -1, high: 1, frame: { emptyNote: "No dark rings found" } });
  });

  it("draws bars and a picture even of nothing", async () => {
    const rows = [ring(1, 0.2), ring(1, 0.8), ring(1, 0.8)];
    const { frame } = layoutScoreHistogram(rows);
    const picture = await decode(await drawScoreHistogram(rows, { selectedFromScore: 0.7 }));
    const box = plotBox(false);
    const inBar = (x: number, y: number) => picture.at(xOf(frame.x, box, x), yOf(frame.y, box, y));
    expect(inBar(0.7963, 1.5)).toBe("59 91 219");
    expect(inBar(0.2037, 0.5)).toBe("59 91 219");
    expect(inBar(0.2037, 1.6)).toBe("255 255 255");
    expect((await decode(await drawScoreHistogram([]))).height).toBe(560);
  });
});

describe("stamps", () => {
  const pixels = new Float32Array([-4, 0, 4, Number.NaN]);

  it("are stretched to plus and minus their greatest value, inverted, row 0 below", () => {
    expect(symmetricLimit(pixels)).toBe(4);
    expect(symmetricLimit(new Float32Array([0, Number.NaN]))).toBe(1);
    const colors = stretchStamp({ pixels, width: 2, height: 2 }, 4);
    expect([...colors]).toEqual([0, 0, 0, 255, 219, 228, 255, 255, 255, 255, 255, 255, 128, 128, 128, 255]);
  });

  it("are magnified by a whole factor with sharp edges", async () => {
    const picture = await decode(await drawStamp(pixels, 2, 2, { unit: "electron" }));
    expect([picture.width, picture.height]).toEqual([380, 406]);
    const corners = [picture.at(12, 12), picture.at(367, 12), picture.at(12, 367), picture.at(367, 367)];
    expect(corners).toEqual(["0 0 0", "219 228 255", "255 255 255", "128 128 128"]);
    expect(picture.at(188, 188)).toBe("0 0 0");
  });

  it("may be one pixel high, and not without pixels", async () => {
    const flat = await decode(await drawStamp(new Float32Array([1, 2, 3]), 3, 1));
    expect([flat.width, flat.height]).toEqual([380, 166]);
    await expect(drawStamp(new Float32Array(), 0, 0)).rejects.toThrow(InvalidParameterError);
    await expect(drawStamp(pixels, 3, 2)).rejects.toThrow("4 pixels, expected 3 x 2");
  });
});

describe("mosaic", () => {
  it("has min(10, n) columns and at most 100 stamps", () => {
    expect(layoutMosaic(3).columns).toBe(3);
    expect(layoutMosaic(87)).toMatchObject({ columns: 10, caption: "87 selected dark rings" });
    expect(layoutMosaic(250).cells.length).toBe(100);
    expect(layoutMosaic(100, 250).caption).toBe("the first 100 of 250 selected dark rings");
  });

  it("titles stamps as published", () => {
    expect(stampTitle(0, 0.99099)).toBe("#0 g=0.991");
    expect(stampTitle(12, null)).toBe("#12 g=\u2013");
  });

  it("puts each stamp in its cell", async () => {
    const stamp = (value: number) => ({ pixels: new Float32Array(9).fill(value), width: 3, height: 3, title: "#" });
    const picture = await decode(await drawMosaic([stamp(-1), stamp(1), stamp(0)]));
    const { cells, width, height } = layoutMosaic(3);
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(cells.map(({ left, top }) => picture.at(left + 60, top + 60))).toEqual([
      "255 255 255",
      "0 0 0",
      "128 128 128",
    ]);
  });

  it("is a picture that says so when nothing was selected", async () => {
    const picture = await decode(await drawMosaic([]));
    expect(picture.width).toBe(640);
  });
});
