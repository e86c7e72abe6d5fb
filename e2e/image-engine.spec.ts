// The drawing engine alone, in a page of its own: no server, no pages. The graphics card and the 2-D canvas give one picture.
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { build } from "esbuild";
import type * as Look from "../components/gallery/look";
import type { ImageStage, PanelDraw } from "../components/image/image-stage";
import type { SyntheticImage, syntheticSource } from "../components/image/testing/synthetic-source";
import type * as Views from "../components/image/view";

const ROOT = path.resolve(import.meta.dirname, "..");

interface Engine {
  ImageStage: typeof ImageStage;
  syntheticSource: typeof syntheticSource;
  view: typeof Views;
  look: typeof Look;
  /** an image with a gradient, noise, a hot column, and pixels that are NaN or infinite */
  scene: (key: string, more?: Partial<SyntheticImage>) => ReturnType<typeof syntheticSource>;
  panel: (source: ReturnType<typeof syntheticSource>, view: Views.View, more?: Partial<PanelDraw>) => PanelDraw;
  pixels: (id: string) => Uint8ClampedArray;
}

declare global {
  interface Window {
    engine: Engine;
  }
}

const CANVAS = "width:640px;height:480px;display:block;background:#333";

async function loadEngine(page: Page): Promise<void> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { ImageStage } from "@/components/image/image-stage";
        export { syntheticSource } from "@/components/image/testing/synthetic-source";
        export * as view from "@/components/image/view";
        export * as look from "@/components/gallery/look";`,
      resolveDir: ROOT,
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "engine",
    write: false,
  });
  await page.setContent(`<canvas id="card" style="${CANVAS}"></canvas><canvas id="plain" style="${CANVAS}"></canvas>`);
  // the bundle's own name is not a property of window that can be added to
  await page.addScriptTag({ content: `${outputFiles[0]?.text ?? ""};window.engine = { ...engine };` });
  await page.evaluate(() => {
    const { engine } = window;
    const noise = (x: number, y: number) =>
      ((Math.imul(x + 1, 374761393) ^ Math.imul(y + 1, 668265263)) >>> 8) / 2 ** 24;
    engine.scene = (key, more) =>
      engine.syntheticSource({
        key,
        width: 2100,
        height: 1700,
        overviewLevel: 2,
        valueAt: (x, y) => {
          if (x > 900 && x < 1000 && y > 700 && y < 800) return Number.NaN;
          if (x > 1200 && x < 1220) return y % 64 < 32 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
          return 1000 + x / 20 + 50 * noise(x, y) + (x === 1050 ? 500 : 0);
        },
        maskAt: (x, y) => (x % 300 < 40 ? 1 : 0) | (y % 400 < 60 ? 1 << 31 : 0),
        ...more,
      });
    engine.panel = (source, view, more) => {
      const look = more?.look ?? engine.look.defaultImageLook(false);
      const limits = engine.look.imageLimits(source.description.sample, look);
      const rect = { left: 0, top: 0, width: 640, height: 480 };
      return { rect, source, view, limits, look, statistic: "mean", mask: null, ...more };
    };
    engine.pixels = (id) => {
      const copy = document.createElement("canvas");
      [copy.width, copy.height] = [640, 480];
      const context = copy.getContext("2d");
      context?.drawImage(document.getElementById(id) as HTMLCanvasElement, 0, 0);
      return context?.getImageData(0, 0, 640, 480).data ?? new Uint8ClampedArray();
    };
  });
}

test.beforeEach(async ({ page }) => {
  await loadEngine(page);
});

test("the card and the canvas give the same picture, in every look, turned, masked, and at 64:1", async ({ page }) => {
  const found = await page.evaluate(async () => {
    const { engine } = window;
    const [card, plain] = [true, false].map(
      (isCard) =>
        new engine.ImageStage(document.getElementById(isCard ? "card" : "plain") as HTMLCanvasElement, () => {}, {
          isCanvasForced: !isCard,
        }),
    );
    if (!card || !plain) throw new Error("no stage");
    const source = engine.scene("same");
    const rect = { left: 0, top: 0, width: 640, height: 480 };
    const fit = engine.view.fitView(source.description, rect);
    const at = (x: number, y: number, zoom: number) => ({ x, y, matrix: [zoom, 0, 0, zoom] as const });
    const look = engine.look.defaultImageLook(false);
    const mask = {
      bits: [
        { bit: 0, color: [255, 0, 0] as const },
        { bit: 31, color: [0, 200, 80] as const },
      ],
      opacity: 0.6,
    };
    const cases: Record<string, PanelDraw[]> = {
      whole: [engine.panel(source, fit)],
      "one to one": [engine.panel(source, at(1000, 750, 1))],
      "64:1": [engine.panel(source, at(1049.6, 750.2, 64))],
      turned: [engine.panel(source, { x: 1000, y: 800, matrix: [-0.6, 0.45, 0.45, 0.6] })],
      masked: [engine.panel(source, at(950.3, 777.7, 2.37), { mask })],
      "no finite pixel": [engine.panel(source, fit, { limits: null })],
      "four looks": (["viridis", "cividis", "inferno", "diverging"] as const).map((map, i) =>
        engine.panel(source, fit, {
          rect: { left: 4 + (i % 2) * 318, top: 3 + (i >> 1) * 239, width: 314, height: 235 },
          look: {
            ...look,
            map,
            rule: "minmax",
            curve: (["log", "sqrt", "asinh", "histogram"] as const)[i] ?? "linear",
            isInverted: i === 2,
            contrast: 1 + i / 4,
          },
        }),
      ),
    };
    const rows: Record<string, { differing: number; atEdge: number; colors: number }> = {};
    for (const [name, panels] of Object.entries(cases)) {
      await Promise.all([card.preload(panels), plain.preload(panels)]);
      for (const stage of [card, plain]) stage.draw(panels);
      for (const stage of [card, plain]) stage.drawNow();
      const [one, other] = [engine.pixels("card"), engine.pixels("plain")];
      let [differing, atEdge] = [0, 0];
      for (let i = 0; i < one.length; i += 4) {
        const channels = [0, 1, 2, 3].map((channel) => Math.abs((one[i + channel] ?? 0) - (other[i + channel] ?? 0)));
        if (Math.max(...channels) <= 2) continue;
        if (one[i + 3] === 0 || other[i + 3] === 0) atEdge++;
        else differing++;
      }
      const colors = new Set(new Uint32Array(one.buffer)).size;
      rows[name] = { differing, atEdge, colors };
    }
    return { kinds: [card.kind, plain.kind], rows };
  });
  expect(found.kinds).toEqual(["webgl2", "canvas"]);
  for (const [name, { differing, atEdge, colors }] of Object.entries(found.rows)) {
    // at edges of tiles, which cards round to a sixteenth of a device pixel, one of the two may take the neighbour
    expect(differing, name).toBeLessThan(name === "turned" ? 100 : 4);
    expect(atEdge, name).toBeLessThan(2 * (640 + 480));
    expect(colors, name).toBeGreaterThanOrEqual(name === "no finite pixel" ? 1 : 20);
  }
});

test("coarser tiles stand in for those on their way, and a preloaded flip has all its tiles in its first frame", async ({
  page,
}) => {
  const found = await page.evaluate(async () => {
    const { engine } = window;
    const stage = new engine.ImageStage(document.getElementById("card") as HTMLCanvasElement, () => {});
    const slow: SyntheticImage["loadTile"] = (_address, _signal, make) =>
      new Promise((resolve) => setTimeout(() => resolve(make()), 60));
    const [one, other] = ["one", "other"].map((key) => engine.scene(key, { loadTile: slow }));
    if (!one || !other) throw new Error("no source");
    const view = { x: 1500, y: 900, matrix: [1, 0, 0, 1] as const };
    const empty = () => engine.pixels("card").filter((value, i) => i % 4 === 3 && value === 0).length;
    stage.draw([engine.panel(one, view)]);
    stage.drawNow();
    const first = { empty: empty(), ...stage.progress([engine.panel(one, view)]) };
    await stage.preload([engine.panel(one, view)]);
    await stage.preload([engine.panel(other, view)]);
    stage.draw([engine.panel(other, view)]);
    stage.drawNow();
    const flipped = { empty: empty(), ...stage.progress([engine.panel(other, view)]) };
    return { first, flipped, peeked: stage.peek(other, 1050, 900), outside: stage.peek(other, -1, 0) };
  });
  expect(found.first).toMatchObject({ empty: 0, here: 0, failures: [] });
  expect(found.flipped).toMatchObject({ empty: 0, here: found.first.wanted });
  expect(found.peeked).toBeGreaterThan(1500);
  expect(found.outside).toBeUndefined();
});

test("a tile that cannot be had leaves its reason, and is asked for again on demand", async ({ page }) => {
  const found = await page.evaluate(async () => {
    const { engine } = window;
    let changes = 0;
    let isGone = true;
    const stage = new engine.ImageStage(document.getElementById("card") as HTMLCanvasElement, () => changes++);
    const source = engine.scene("gone", {
      overviewLevel: undefined,
      loadTile: async (_address, _signal, make) => {
        if (isGone) throw new Error("the file changed");
        return make();
      },
    });
    const panels = [engine.panel(source, { x: 900, y: 900, matrix: [0.3, 0, 0, 0.3] })];
    stage.draw(panels);
    await stage.preload(panels);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = stage.progress(panels);
    isGone = false;
    stage.retry();
    await stage.preload(panels);
    return { before, after: stage.progress(panels), changes };
  });
  expect(found.before).toMatchObject({ here: 0, failures: ["the file changed"] });
  expect(found.after.here).toBe(found.after.wanted);
  expect(found.after.failures).toEqual([]);
  expect(found.changes).toBeGreaterThan(0);
});

test("a lost graphics card draws again when it is back", async ({ page }) => {
  const found = await page.evaluate(async () => {
    const { engine } = window;
    const canvas = document.getElementById("card") as HTMLCanvasElement;
    const stage = new engine.ImageStage(canvas, () => {});
    const source = engine.scene("lost");
    const panels = [engine.panel(source, { x: 900, y: 900, matrix: [0.3, 0, 0, 0.3] })];
    await stage.preload(panels);
    stage.draw(panels);
    stage.drawNow();
    const before = engine.pixels("card").slice();
    const lose = canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context");
    const event = (name: string) => new Promise((resolve) => canvas.addEventListener(name, resolve, { once: true }));
    const [lost, restored] = [event("webglcontextlost"), event("webglcontextrestored")];
    lose?.loseContext();
    await lost;
    stage.drawNow();
    await new Promise((resolve) => setTimeout(resolve, 0));
    lose?.restoreContext();
    await restored;
    stage.drawNow();
    const after = engine.pixels("card");
    return {
      isSame: before.every((value, i) => value === after[i]),
      colors: new Set(new Uint32Array(after.buffer)).size,
    };
  });
  expect(found.isSame).toBe(true);
  expect(found.colors).toBeGreaterThan(20);
});

test("what is seen is written as PNG, on the colour behind it, with or without a card", async ({ page }) => {
  for (const isCanvasForced of [false, true]) {
    const found = await page.evaluate(async (isForced) => {
      const { engine } = window;
      const canvas = document.getElementById(isForced ? "plain" : "card") as HTMLCanvasElement;
      const stage = new engine.ImageStage(canvas, () => {}, { isCanvasForced: isForced });
      const source = engine.scene("png");
      stage.draw([engine.panel(source, engine.view.fitView(source.description, { width: 640, height: 480 }))]);
      const image = await createImageBitmap(await stage.snapshot());
      const copy = document.createElement("canvas");
      [copy.width, copy.height] = [image.width, image.height];
      const context = copy.getContext("2d");
      context?.drawImage(image, 0, 0);
      const at = (x: number, y: number) => [...(context?.getImageData(x, y, 1, 1).data ?? [])];
      return { size: [image.width, image.height], edge: at(5, 240), middle: at(320, 240) };
    }, isCanvasForced);
    expect(found.size).toEqual([640, 480]);
    expect(found.edge).toEqual([0x33, 0x33, 0x33, 255]);
    expect(found.middle).not.toEqual(found.edge);
  }
});
