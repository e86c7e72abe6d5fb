import { describe, expect, it } from "vitest";
import type { ImageSource } from "./image-source";
import { placePanels } from "./panel-layout";
import { framingsWith, linkedPlace, panelModels, type ViewerPanel } from "./panel-models";
import { icrsOf, skyOf } from "./sky";
import { syntheticSource } from "./testing/synthetic-source";
import { parseChoices, VIEWER_DEFAULTS, type ViewerParameters } from "./viewer-parameters";

/** 0.36 arc seconds a pixel times `scale`, reference pixel (50, 50). */
function source(key: string, scale: number | null): ImageSource {
  const made = syntheticSource({ key, width: 101, height: 101, valueAt: (x, y) => x + (key === "b" ? 1000 : 0) + y });
  const cards = { CTYPE1: "RA---TAN", CTYPE2: "DEC--TAN", CRPIX1: 51, CRPIX2: 51, CRVAL1: 150, CRVAL2: 0 };
  const pixel = { CDELT1: -1e-4 * (scale ?? 1), CDELT2: 1e-4 * (scale ?? 1) };
  const wcs = scale === null ? [] : Object.entries({ ...cards, ...pixel });
  const description = { ...made.description, wcs: wcs.map(([keyword, value]) => ({ keyword, value })) };
  return { ...made, description };
}

function scene(second: ViewerPanel["source"], patch: Partial<ViewerParameters> = {}) {
  const panels: ViewerPanel[] = [
    { id: "a", label: "a", source: source("a", 1) },
    { id: "b", label: "b", source: second },
  ];
  const parameters = { ...VIEWER_DEFAULTS, ...patch };
  const places = placePanels(2, { width: 800, height: 452 });
  return {
    panels,
    parameters,
    choices: parseChoices(parameters),
    framings: [{ x: 60, y: 50, zoom: 4 }],
    shown: places.map((place, index) => ({ index, place })),
  };
}

describe("panels of a viewer", () => {
  it("show the same pixel at the same zoom", () => {
    const [a, b] = panelModels(scene(source("b", 2)));
    expect(b?.view).toEqual({ x: 60, y: 50, matrix: [4, 0, 0, 4] });
    expect(a?.view).toEqual(b?.view);
  });

  it("show the same sky at the same scale, and a hand on either moves both", () => {
    const given = scene(source("b", 2), { link: "wcs" });
    const [, b] = panelModels(given);
    if (!b?.view) throw new Error("no view");
    expect(b.view.x).toBeCloseTo(55, 6);
    expect(b.view.matrix[0]).toBeCloseTo(8, 4);
    expect(b.note).toBeNull();
    const [framing] = framingsWith(given, 1, { ...b.view, x: 57 });
    expect(framing?.x).toBeCloseTo(64, 5);
    expect(framing?.zoom).toBeCloseTo(4, 4);
  });

  it("say so when there is no common sky", () => {
    const [, b] = panelModels(scene(source("b", null), { link: "wcs" }));
    expect(b?.note).toContain("no common sky");
    expect(b?.view?.x).toBe(60);
  });

  it.each([
    ["Galactic coordinates", { CTYPE1: "GLON-TAN", CTYPE2: "GLAT-TAN" }],
    ["another equinox", { RADESYS: "FK4", EQUINOX: 1950 }],
  ])("take %s for another sky: neither linked by it, nor the place of a region", (_, cards) => {
    const plain = source("b", 2);
    const words = new Map(plain.description.wcs.map(({ keyword, value }) => [keyword, value]));
    for (const [keyword, value] of Object.entries(cards)) words.set(keyword, value);
    const wcs = [...words].map(([keyword, value]) => ({ keyword, value }));
    const other = { ...plain, description: { ...plain.description, wcs } };
    const given = scene(other, { link: "wcs" });
    expect(panelModels(given)[1]?.note).toContain("no common sky");
    expect(skyOf(other.description)?.pixelToWorld(50, 50)?.lonDeg).toBeCloseTo(150, 9);
    expect(linkedPlace(given.choices, source("a", 1).description, other.description, { x: 60, y: 50 })).toBeNull();
    expect(icrsOf(other.description)).toBeNull();
    expect(icrsOf(plain.description)).not.toBeNull();
  });

  it("keep a framing each when they are not linked", () => {
    const given = scene(source("b", 1), { link: "off" });
    const next = framingsWith(given, 1, { x: 10, y: 20, matrix: [2, 0, 0, 2] });
    expect(next).toEqual([
      { x: 60, y: 50, zoom: 4 },
      { x: 10, y: 20, zoom: 2 },
    ]);
  });

  it("share the limits of the pixels of all panels when asked, whichever are shown", () => {
    const limitsOf = (patch: Partial<ViewerParameters>, count = 2) => {
      const given = scene(source("b", 1), patch);
      return panelModels({ ...given, shown: given.shown.slice(0, count) }).map((model) => model.limits);
    };
    const [a, b] = limitsOf({ stretch: "minmax" });
    expect((b?.low ?? 0) - (a?.low ?? 0)).toBe(1000);
    const all = { low: a?.low, high: b?.high };
    expect(limitsOf({ stretch: "minmax", share: "all" })).toEqual([all, all]);
    expect(limitsOf({ stretch: "minmax", share: "all", sel: "1" }, 1)).toEqual([all]);
  });

  it("tell why a panel has no picture, beside one that has", () => {
    const [a, b] = panelModels(scene({ reason: "no file 9" }));
    expect([a?.reason, b?.reason]).toEqual([null, "no file 9"]);
    expect(b?.view).toBeNull();
  });

  it("link a place by pixel, by sky, or not", () => {
    const [a, b] = [source("a", 1).description, source("b", 2).description];
    const place = { x: 60, y: 50 };
    expect(linkedPlace(parseChoices(VIEWER_DEFAULTS), a, b, place)).toEqual(place);
    const bySky = linkedPlace(parseChoices({ ...VIEWER_DEFAULTS, link: "wcs" }), a, b, place);
    expect(bySky?.x).toBeCloseTo(55, 6);
    expect(linkedPlace(parseChoices({ ...VIEWER_DEFAULTS, link: "off" }), a, b, place)).toBeNull();
  });
});
