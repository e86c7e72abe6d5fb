import { describe, expect, it } from "vitest";
import { defaultImageLook } from "../gallery/look";
import { areSameDraws, inTurn, type PanelDraw, panelFrame, peekPixel, ShadeCache, wantedTiles } from "./panel-frame";
import { syntheticSource } from "./testing/synthetic-source";
import { TileStore } from "./tile-store";

const source = syntheticSource({
  key: "frame",
  width: 2000,
  height: 1500,
  valueAt: (x, y) => x + y,
  maskAt: () => 1,
  overviewLevel: 1,
});

function panelOf(more: Partial<PanelDraw> = {}): PanelDraw {
  return {
    rect: { left: 10, top: 20, width: 300, height: 200 },
    source,
    view: { x: 600, y: 600, matrix: [1, 0, 0, 1] },
    limits: { low: 0, high: 1 },
    look: defaultImageLook(false),
    statistic: "mean",
    mask: null,
    ...more,
  };
}

const names = (panel: PanelDraw, ratio = 1) =>
  wantedTiles(panel, ratio).map(({ address }) => `${address.plane}${address.level}`);

describe("tiles that a panel wants", () => {
  it("are of its statistic, and of the mask only where it is drawn and there is one", () => {
    const mask = { bits: [{ bit: 0, color: [255, 0, 0] as const }], opacity: 0.5 };
    expect(new Set(names(panelOf()))).toEqual(new Set(["mean0"]));
    expect(new Set(names(panelOf({ statistic: "max", mask })))).toEqual(new Set(["max0", "mask0"]));
    expect(new Set(names(panelOf({ mask: { ...mask, bits: [] } })))).toEqual(new Set(["mean0"]));
    const bare = { ...source, description: { ...source.description, maskPlanes: [] } };
    expect(new Set(names(panelOf({ source: bare, mask })))).toEqual(new Set(["mean0"]));
  });

  it("follow the device's pixels, and are none without source or room", () => {
    const half = panelOf({ view: { x: 600, y: 600, matrix: [0.25, 0, 0, 0.25] } });
    expect(names(half, 1)[0]).toBe("mean2");
    expect(names(half, 2)[0]).toBe("mean1");
    expect(names(panelOf({ source: null }))).toEqual([]);
    expect(names(panelOf({ rect: { left: 0, top: 0, width: 0, height: 9 } }))).toEqual([]);
  });

  it("come in turn from panel to panel", () => {
    expect(inTurn([[1, 2, 3], [], [4, 5]])).toEqual([1, 4, 2, 5, 3]);
  });
});

describe("the same picture", () => {
  it("is that of equal panels of one source, and of nothing else", () => {
    const mask = { bits: [{ bit: 0, color: [255, 0, 0] as const }], opacity: 0.5 };
    expect(areSameDraws([panelOf({ mask })], [panelOf({ mask: { ...mask } })])).toBe(true);
    const { look } = panelOf();
    const others: Partial<PanelDraw>[] = [
      { source: { ...source } },
      { rect: { left: 10, top: 20, width: 300, height: 201 } },
      { view: { x: 600, y: 600.5, matrix: [1, 0, 0, 1] } },
      { limits: { low: 0, high: 1.5 } },
      { limits: null },
      { look: { ...look, bias: 0.4 } },
      { statistic: "max" },
      { mask },
    ];
    for (const other of others) expect(areSameDraws([panelOf()], [panelOf(other)])).toBe(false);
    expect(areSameDraws([panelOf()], [panelOf(), panelOf()])).toBe(false);
  });
});

describe("panel for a renderer", () => {
  const given = (store: TileStore, ratio: number) => ({
    store,
    devicePixelRatio: ratio,
    shades: new ShadeCache().shadesOf(panelOf()),
  });

  it("has its rectangle in device pixels, and coarser tiles in the place of those that are not here", () => {
    const panel = panelOf({
      view: { x: 600, y: 200, matrix: [1, 0, 0, 1] },
      rect: { left: 10, top: 20, width: 100, height: 50 },
    });
    const frame = panelFrame(panel, wantedTiles(panel, 1.5), given(new TileStore(() => {}), 1.5));
    expect(frame).toMatchObject({ left: 15, top: 30, width: 150, height: 75 });
    expect(frame.quads).toHaveLength(1);
    // tile 1, 0 of level 0 from tile 0, 0 of level 1
    expect(frame.quads[0]).toMatchObject({
      box: { x0: 511.5, y0: -0.5, x1: 1023.5, y1: 511.5 },
      origin: { x: -0.5, y: -0.5 },
      step: 2,
    });
    expect(frame.view.matrix).toEqual([1.5, 0, 0, 1.5]);
    expect(Math.abs(frame.view.x - 600)).toBeLessThan(0.01);
  });

  it("takes the tile itself once it is here, and reads values of it", async () => {
    const store = new TileStore(() => {});
    const panel = panelOf();
    expect(peekPixel(store, source, 600, 601)).toBeUndefined();
    store.want(panel, wantedTiles(panel, 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const frame = panelFrame(panel, wantedTiles(panel, 1), given(store, 1));
    expect(frame.quads.every(({ step }) => step === 1)).toBe(true);
    expect(peekPixel(store, source, 600, 601)).toBe(1201);
  });

  it("makes one table for equal looks, another for another contrast or, ranked, other limits", () => {
    const cache = new ShadeCache();
    const [one, other] = [panelOf(), panelOf({ limits: { low: 0, high: 9 } })];
    expect(cache.shadesOf(one)).toBe(cache.shadesOf(other));
    const ranked = { ...one.look, curve: "histogram" as const };
    expect(cache.shadesOf({ ...one, look: ranked })).not.toBe(cache.shadesOf({ ...other, look: ranked }));
    expect(cache.shadesOf({ ...one, look: { ...one.look, contrast: 2 } })).not.toBe(cache.shadesOf(one));
  });
});
