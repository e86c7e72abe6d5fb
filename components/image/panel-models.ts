// What each panel of a viewer shows: its place, view, look and limits, from the panels given and the state of the address.
import type { ImageDescription } from "@/lib/images/description";
import type { SkyRegion } from "@/lib/tables/sky-region";
import { type ImageLook, imageLimits } from "../gallery/look";
import type { Limits } from "../gallery/stretch";
import type { ImageSource } from "./image-source";
import type { PanelPlace } from "./panel-layout";
import { areOneSky, skyOf } from "./sky";
import { fitView, matchBySky, northUp, type Point, type Size, type View, zoomOf } from "./view";
import { type Framing, parseImageLook, type ViewerChoices, type ViewerParameters } from "./viewer-parameters";

/** Marks over an image: footprints, sources of a catalogue, truth, a region file. */
export interface OverlayLayer {
  id: string;
  label: string;
  /** CSS */
  color: string;
  regions: readonly SkyRegion[];
  /** true: shown until turned off */
  isShownAtFirst?: boolean;
}

export interface ViewerPanel {
  id: string;
  /** undefined: on its way; a reason when it cannot be had, or (isNone) when there is none to be had */
  source: ImageSource | { reason: string; isNone?: boolean } | undefined;
  /** heads the panel until its description is here */
  label: string;
  layers?: readonly OverlayLayer[];
}

export interface PanelModel {
  panel: ViewerPanel;
  /** among all panels of the viewer */
  index: number;
  place: PanelPlace;
  /** null: on its way, or not to be had */
  source: ImageSource | null;
  /** in words, why there is no picture */
  reason: string | null;
  view: View | null;
  look: ImageLook;
  limits: Limits | null;
  /** what the head adds: no sky to link by */
  note: string | null;
}

export function sourceOf(panel: ViewerPanel): ImageSource | null {
  return panel.source && "description" in panel.source ? panel.source : null;
}

const kept = new WeakMap<ImageDescription, Map<string, Limits | null>>();

/** Limits under a look; sorting the sample is done once a rule. */
export function limitsUnder(description: ImageDescription, look: ImageLook): Limits | null {
  if (look.rule === "manual" && look.manual) return imageLimits(description.sample, look, description.isSigned);
  const known = kept.get(description) ?? new Map<string, Limits | null>();
  kept.set(description, known);
  const key = `${look.rule} ${look.percent} ${look.map === "diverging"}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const limits = imageLimits(description.sample, look, description.isSigned);
  known.set(key, limits);
  return limits;
}

const pooled = new WeakMap<ImageDescription, { key: string; limits: Limits | null }>();

/** Limits of all images together; the sample of each counts alike. */
function limitsOfAll(images: readonly ImageDescription[], parameters: ViewerParameters): Limits | null {
  const [first] = images;
  if (!first) return null;
  const isSigned = images.every((image) => image.isSigned);
  const look = parseImageLook(parameters, isSigned);
  if (images.length === 1) return limitsUnder(first, look);
  const key = [look.rule, look.percent, look.map, parameters.limits, ...images.map((image) => image.key)].join(" ");
  const known = pooled.get(first);
  if (known?.key === key) return known.limits;
  const limits = imageLimits(
    images.flatMap(({ sample }) => sample),
    look,
    isSigned,
  );
  pooled.set(first, { key, limits });
  return limits;
}

interface Scene {
  panels: readonly ViewerPanel[];
  /** indexes of those shown, and where */
  shown: readonly { index: number; place: PanelPlace }[];
  parameters: ViewerParameters;
  choices: ViewerChoices;
  framings: readonly (Framing | null)[];
}

/** The panel whose pixels a linked framing is in: the first that has an image. */
function referenceIndex(panels: readonly ViewerPanel[]): number {
  return Math.max(
    0,
    panels.findIndex((panel) => sourceOf(panel) !== null),
  );
}

function framed(description: ImageDescription, size: Size, framing: Framing | null, isNorthUp: boolean): View {
  const plain: View = framing
    ? { x: framing.x, y: framing.y, matrix: [framing.zoom, 0, 0, framing.zoom] }
    : fitView(description, size);
  const wcs = isNorthUp ? skyOf(description) : null;
  return (wcs && northUp(plain, wcs)) ?? plain;
}

/** View of one image, and why it is not the linked one where it should be. */
function viewOf(scene: Scene, index: number, size: Size): { view: View | null; note: string | null } {
  const { panels, framings, choices } = scene;
  const source = panels[index] && sourceOf(panels[index]);
  if (!source) return { view: null, note: null };
  const { description } = source;
  const framing = framings[choices.link === "off" ? index : 0] ?? null;
  const own = framed(description, size, framing, choices.isNorthUp);
  const reference = referenceIndex(panels);
  if (choices.link !== "wcs" || index === reference) return { view: own, note: null };
  const other = panels[reference] && sourceOf(panels[reference]);
  const [wcs, ownWcs] = [other ? skyOf(other.description) : null, skyOf(description)];
  const isNoSky = !other || !wcs || !ownWcs || !areOneSky(wcs, ownWcs);
  if (isNoSky) return { view: own, note: "no common sky: matched by pixel" };
  const referenceView = framed(other.description, size, framing, choices.isNorthUp);
  const matched = matchBySky(referenceView, wcs, ownWcs);
  return matched
    ? { view: matched, note: null }
    : { view: own, note: "not on the sky of the first panel: matched by pixel" };
}

/** Framings after one panel has got another view by hand. */
export function framingsWith(scene: Scene, index: number, view: View): (Framing | null)[] {
  const { panels, choices, framings } = scene;
  const framing = (of: View): Framing => ({ x: of.x, y: of.y, zoom: zoomOf(of) });
  if (choices.link === "off") {
    const next = panels.map((_, i) => framings[i] ?? null);
    next[index] = framing(view);
    return next;
  }
  if (choices.link === "pixel") return [framing(view)];
  const reference = referenceIndex(panels);
  const [own, other] = [panels[index], panels[reference]].map((panel) => panel && sourceOf(panel));
  const [ownWcs, wcs] = [own ? skyOf(own.description) : null, other ? skyOf(other.description) : null];
  const isLinked = index !== reference && ownWcs && wcs && areOneSky(ownWcs, wcs);
  const matched = isLinked ? matchBySky(view, ownWcs, wcs) : null;
  return [framing(matched ?? view)];
}

/** The place in another image that a place in one is linked to; null where there is none. */
export function linkedPlace(
  choices: ViewerChoices,
  from: ImageDescription,
  to: ImageDescription,
  place: Point,
): Point | null {
  if (choices.link === "off") return null;
  if (choices.link === "pixel" || from === to) return place;
  const [a, b] = [skyOf(from), skyOf(to)];
  if (!a || !b || !areOneSky(a, b)) return null;
  const sky = a.pixelToWorld(place.x, place.y);
  return sky && b.worldToPixel(sky.lonDeg, sky.latDeg);
}

/** All that is shown. With one stretch for all, limits are those of the pixels of all panels, so that none changes while they blink. */
export function panelModels(scene: Scene): PanelModel[] {
  const { panels, shown, parameters, choices } = scene;
  const all = choices.isShared ? panels.flatMap((panel) => sourceOf(panel)?.description ?? []) : [];
  const sharedLimits = limitsOfAll(all, parameters);
  return shown.flatMap(({ index, place }) => {
    const panel = panels[index];
    if (!panel) return [];
    const source = sourceOf(panel);
    const look = parseImageLook(parameters, source?.description.isSigned ?? false);
    const limits = source && (sharedLimits ?? limitsUnder(source.description, look));
    const reason = panel.source && "reason" in panel.source ? panel.source.reason : null;
    const isBlank = source !== null && source.description.sample.length === 0;
    return {
      panel,
      index,
      place,
      source,
      look,
      limits,
      reason: isBlank ? "no pixel of this image is a finite number" : reason,
      ...viewOf(scene, index, place.picture),
    };
  });
}
