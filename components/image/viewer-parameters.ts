// The state of a viewer as its address has it: short words, defaults left out.

import { STATISTICS, type Statistic } from "@/lib/images/description";
import { COLOR_MAPS } from "../gallery/color-maps";
import { defaultImageLook, type ImageLook } from "../gallery/look";
import { CURVES, IMAGE_LIMIT_RULES, type Limits } from "../gallery/stretch";
import { LAYOUTS, type Layout } from "./panel-layout";

/** Panels that show the same place: by pixel, by sky where images have coordinates, or each its own. */
export const LINKS = ["pixel", "wcs", "off"] as const;
export type Link = (typeof LINKS)[number];

/** Address parameters of a viewer and their defaults. */
export const VIEWER_DEFAULTS = {
  /** panels at a time; empty: all, up to nine */
  n: "",
  /** the current panel, from 0 */
  sel: "0",
  /** x,y in the middle of the panel; one for all while linked, else one each, apart by ~ */
  at: "",
  /** CSS pixels a pixel, likewise */
  z: "",
  /** north: turned so that north is up */
  up: "",
  link: "pixel",
  /** each | all */
  share: "each",
  stretch: "zscale",
  percent: "99",
  /** low,high of the stretch manual */
  limits: "",
  curve: "linear",
  /** empty: diverging for residuals and differences, else grey */
  map: "",
  invert: "no",
  /** contrast,bias */
  cb: "",
  stat: "mean",
  /** opacity of the mask in per cent; 0: off */
  mask: "0",
  /** layers that are shown, and hidden ones that come shown, with a minus: amplifiers,-compass */
  over: "",
  /** from which number pixels are counted */
  base: "0",
  /** x0,y0,x1,y1 of the box or line that is measured */
  box: "",
  line: "",
  /** seconds a frame */
  pace: "0.5",
  /** no: the cursor is not shown in the other panels */
  cross: "yes",
  /** canvas: drawn without the graphics card */
  renderer: "",
};
export type ViewerParameters = typeof VIEWER_DEFAULTS;

export interface ViewerState {
  parameters: ViewerParameters;
  /** `isStep`: Back comes back to before it */
  set: (patch: Partial<ViewerParameters>, options?: { isStep?: boolean }) => void;
}

/** Middle and scale of a panel; null: the whole image. */
export interface Framing {
  x: number;
  y: number;
  zoom: number;
}

export const PACES = [0.1, 0.2, 0.5, 1, 2, 5] as const;
const SMALLEST_PACE = 0.1;
const LARGEST_PACE = 5;

function oneOf<T extends string>(values: readonly T[], text: string, otherwise: T): T {
  return values.find((value) => value === text) ?? otherwise;
}

/** The numbers of "1,2.5"; null unless there are `count` finite ones. */
function numbersOf(text: string, count: number): number[] | null {
  const numbers = text.split(",").map((word) => (word.trim() === "" ? Number.NaN : Number(word)));
  return numbers.length === count && numbers.every(Number.isFinite) ? numbers : null;
}

/** Of places and zooms that an address may ask for: beyond it numbers of the screen overflow. */
const FARTHEST_PIXEL = 1e9;
const ZOOM_REACH = 1e6;

/** Reads framings: what is no number, or out of all reach, is the whole image. */
export function parseFramings({ at, z }: Pick<ViewerParameters, "at" | "z">): (Framing | null)[] {
  if (at === "") return [];
  const zooms = z.split("~");
  return at.split("~").map((text, index) => {
    const [x, y] = numbersOf(text, 2) ?? [];
    const [zoom] = numbersOf(zooms[index] ?? "", 1) ?? [];
    if (x === undefined || y === undefined || zoom === undefined) return null;
    const isWithin =
      Math.max(Math.abs(x), Math.abs(y)) <= FARTHEST_PIXEL && zoom >= 1 / ZOOM_REACH && zoom <= ZOOM_REACH;
    return isWithin ? { x, y, zoom } : null;
  });
}

const digits = (value: number, significant: number) => String(Number(value.toPrecision(significant)));

/** Framings for the address: places to a thousandth of a pixel: at 64:1 that cannot be seen. */
export function formatFramings(framings: readonly (Framing | null)[]): Pick<ViewerParameters, "at" | "z"> {
  if (framings.every((framing) => framing === null)) return { at: "", z: "" };
  const place = (framing: Framing | null) => (framing ? `${framing.x.toFixed(3)},${framing.y.toFixed(3)}` : "");
  return {
    at: framings.map(place).join("~"),
    z: framings.map((framing) => (framing ? digits(framing.zoom, 5) : "")).join("~"),
  };
}

/** The look that an address asks for, for an image that is signed or not. */
export function parseImageLook(parameters: ViewerParameters, isSigned: boolean): ImageLook {
  const plain = defaultImageLook(isSigned);
  const [contrast, bias] = numbersOf(parameters.cb, 2) ?? [plain.contrast, plain.bias];
  const [percent] = numbersOf(parameters.percent, 1) ?? [plain.percent];
  return {
    rule: oneOf(IMAGE_LIMIT_RULES, parameters.stretch, plain.rule),
    curve: oneOf(CURVES, parameters.curve, plain.curve),
    map: oneOf(COLOR_MAPS, parameters.map, plain.map),
    isInverted: parameters.invert === "yes",
    percent: percent !== undefined && percent > 0 && percent <= 100 ? percent : plain.percent,
    manual: parseLimits(parameters.limits),
    contrast: contrast ?? plain.contrast,
    bias: bias ?? plain.bias,
  };
}

/** Limits set by hand; null when the address has none that rise. */
export function parseLimits(text: string): Limits | null {
  const [low, high] = numbersOf(text, 2) ?? [];
  return low !== undefined && high !== undefined && low < high ? { low, high } : null;
}

export function formatLimits({ low, high }: Limits): string {
  return `${digits(low, 7)},${digits(high, 7)}`;
}

/** Two corners, or two ends: x0,y0,x1,y1. */
export type Quad = readonly [number, number, number, number];

export function parseQuad(text: string): Quad | null {
  const [a, b, c, d] = numbersOf(text, 4) ?? [];
  return a !== undefined && b !== undefined && c !== undefined && d !== undefined ? [a, b, c, d] : null;
}

/** What else the address says, each word one of its choices. */
export interface ViewerChoices {
  layout: Layout | null;
  current: number;
  link: Link;
  isShared: boolean;
  isNorthUp: boolean;
  statistic: Statistic;
  /** 0 to 1; 0: not shown */
  maskOpacity: number;
  base: 0 | 1;
  paceSeconds: number;
}

export function parseChoices(parameters: ViewerParameters): ViewerChoices {
  const [opacity = 0] = numbersOf(parameters.mask, 1) ?? [];
  const [pace = 0.5] = numbersOf(parameters.pace, 1) ?? [];
  const [current = 0] = numbersOf(parameters.sel, 1) ?? [];
  return {
    layout: LAYOUTS.find((layout) => String(layout) === parameters.n) ?? null,
    current: Math.max(0, Math.trunc(current)),
    link: oneOf(LINKS, parameters.link, "pixel"),
    isShared: parameters.share === "all",
    isNorthUp: parameters.up === "north",
    statistic: oneOf(STATISTICS, parameters.stat, "mean"),
    maskOpacity: Math.min(100, Math.max(0, opacity)) / 100,
    base: parameters.base === "1" ? 1 : 0,
    paceSeconds: Math.min(LARGEST_PACE, Math.max(SMALLEST_PACE, pace)),
  };
}

/** Whether a layer is shown: as it comes, unless the address says otherwise. */
export function isLayerShown(over: string, id: string, isShownAtFirst: boolean): boolean {
  const words = over.split(",");
  if (words.includes(id)) return true;
  return words.includes(`-${id}`) ? false : isShownAtFirst;
}

/** The address word with one layer turned on or off. */
export function withLayer(over: string, id: string, isShown: boolean, isShownAtFirst: boolean): string {
  const others = over.split(",").filter((word) => word !== "" && word !== id && word !== `-${id}`);
  return [...others, ...(isShown === isShownAtFirst ? [] : [isShown ? id : `-${id}`])].join(",");
}
