// What a person does with a viewer, each measured by the page's own clock from the press to the picture.

import path from "node:path";
import { type Asked, type Effect, effectOf, memoryOf, openViewer, type Tab } from "./browser";
import type { BenchFiles } from "./files";
import { FLIP_INSTRUMENT } from "./files";
import { readAndBin, readTile } from "./reading";
import { judge, lapText, median, type Row } from "./report";

/** Images that a page of /images holds at a time. */
const MOST_PANELS = 9;
const RESTRETCHES = 12;
const ZOOMS = 12;

const most = (value: number) => ({ kind: "most", value }) as const;

/** The first picture that shows another image, from the press to when the card has drawn it. */
function firstPicture(effect: Effect) {
  const drawing = effect.drawings.find(({ isNew }) => isNew) ?? effect.drawings[0];
  if (!drawing) throw new Error("nothing was drawn");
  return drawing;
}

function requestTo(effect: Effect, route: string): Asked[] {
  return effect.requests.filter(({ url }) => new URL(url).pathname === route);
}

/** Milliseconds of each part of a click, one after the other. */
interface ClickParts {
  total: number;
  /** from the press until the request left the page */
  toRequest: number;
  /** until its first byte came, and its last */
  server: number;
  transfer: number;
  /** until drawing began: bytes to tiles, React, the next frame */
  toDrawing: number;
  drawing: number;
}

function partsOf(effect: Effect): ClickParts {
  const picture = firstPicture(effect);
  const [request] = requestTo(effect, "/api/v1/images");
  if (!request) throw new Error("the image was not asked for");
  return {
    total: picture.done - effect.pressed,
    toRequest: request.sent - effect.pressed,
    server: request.answered - request.sent,
    transfer: request.ended - request.answered,
    toDrawing: picture.began - request.ended,
    drawing: picture.done - picture.began,
  };
}

function partsText(parts: readonly ClickParts[]): string {
  const [best] = [...parts].sort((a, b) => a.total - b.total);
  if (!best) return "";
  const { total: _, ...others } = best;
  return Object.entries(others)
    .map(([name, ms]) => `${name} ${ms.toFixed(1)}`)
    .join(", ");
}

/** Opens large detectors by Enter in the field for one more image, reading each file here in turn. */
export async function measureClicks(
  tab: Tab,
  server: string,
  files: BenchFiles,
  sources: ReadonlyMap<string, string>,
): Promise<Row[]> {
  const parts: ClickParts[] = [];
  const own: { readMs: number; binMs: number }[] = [];
  const field = tab.page.getByRole("textbox", { name: "Add an image" });
  for (const [i, name] of files.clicks.entries()) {
    const text = sources.get(name) ?? "";
    if (i % MOST_PANELS === 0) {
      await openViewer(tab, `${server}/images?p=${encodeURIComponent(text)}&n=1&sel=${MOST_PANELS - 1}`);
      continue;
    }
    const mine = await readAndBin(path.join(files.clickFolder, name));
    await field.fill(text);
    const effect = await effectOf(tab, () => tab.page.keyboard.press("Enter"), "new image");
    // the first ones compile the page's and the server's code, and take the memory that later ones fill again
    if (i < MOST_PANELS) continue;
    own.push(mine);
    parts.push(partsOf(effect));
  }
  const totals = parts.map(({ total }) => total);
  const ownTotals = own.map(({ readMs, binMs }) => readMs + binMs);
  const note = `${lapText(totals)} ÷ read and bin once ${lapText(ownTotals)}, of it reading ${lapText(own.map(({ readMs }) => readMs))}`;
  return [
    judge("click to first pixels, 4072 x 4000, ÷ reading and binning", median(totals) / median(ownTotals), most(1.5), {
      note,
    }),
    judge("  best by best", Math.min(...totals) / Math.min(...ownTotals), most(1.5), { note: partsText(parts) }),
  ];
}

/** Zooms to one image pixel a screen pixel, again and again in other images. */
export async function measureZoom(
  tab: Tab,
  server: string,
  files: BenchFiles,
  sources: ReadonlyMap<string, string>,
): Promise<Row[]> {
  const counts: number[] = [];
  const [first, drawn, own]: number[][] = [[], [], []];
  for (const name of files.clicks.slice(0, ZOOMS)) {
    await openViewer(tab, `${server}/images?p=${encodeURIComponent(sources.get(name) ?? "")}`);
    const effect = await effectOf(tab, () => tab.page.keyboard.press("!"), "new image");
    const tiles = requestTo(effect, "/api/v1/images/tile").sort((a, b) => a.ended - b.ended);
    const [soonest] = tiles;
    if (!soonest) throw new Error("no tile was fetched");
    counts.push(tiles.length);
    const query = new URL(soonest.url).searchParams;
    const place = { column: Number(query.get("column")), row: Number(query.get("row")) };
    own?.push(await readTile(path.join(files.clickFolder, name), place));
    first?.push(soonest.ended - soonest.began);
    drawn?.push(firstPicture(effect).done - effect.pressed);
  }
  const [times, pictures, readings] = [first ?? [], drawn ?? [], own ?? []].map((values) => values.slice(2)) as [
    number[],
    number[],
    number[],
  ];
  return [
    judge("zoom to 1:1, tiles fetched", Math.max(...counts), most(9), { note: "" }),
    judge("  first tile ÷ reading it", median(times) / median(readings), most(1.5), {
      note: `asked to here ${lapText(times)} ÷ open and read its pixels ${lapText(readings)}; key to its picture ${lapText(pictures)}`,
    }),
  ];
}

/** Another stretch of the image that is shown: rules by `s`, curves by `a`, in turn. */
export async function measureRestretch(tab: Tab, server: string, source: string): Promise<Row[]> {
  await openViewer(tab, `${server}/images?p=${encodeURIComponent(source)}`);
  const presses: Press[] = [];
  for (let i = 0; i < RESTRETCHES; i++) {
    const effect = await effectOf(tab, () => tab.page.keyboard.press(i % 2 === 0 ? "s" : "a"), "drawing");
    presses.push({ ...pressOf(effect), asked: effect.requests.map(({ url }) => url) });
  }
  return [
    judge(
      "restretch, requests",
      mostOf(presses, ({ asked }) => asked.length),
      most(0),
      { note: askedText(presses) },
    ),
    judge(
      "  frames until it is drawn",
      mostOf(presses, ({ frame }) => frame),
      most(1),
      { note: framesText(presses) },
    ),
  ];
}

/** What a press that needs nothing of the server led to. */
interface Press {
  frame: number;
  ms: number;
  /** addresses of requests */
  asked: string[];
}

/** Its first picture, and what was asked and answered before that: what is made ready for the next press may be under way. */
function pressOf({ drawings, pressed, requests }: Effect): Press {
  const [picture] = drawings;
  if (!picture) throw new Error("nothing was drawn");
  const asked = requests.filter(({ ended }) => ended <= picture.began).map(({ url }) => url);
  return { frame: picture.frame, ms: picture.done - pressed, asked };
}

function mostOf(presses: readonly Press[], numberOf: (press: Press) => number): number {
  return Math.max(...presses.map(numberOf));
}

function askedText(presses: readonly Press[]): string {
  const asked = presses.flatMap((press) => press.asked);
  return asked.length === 0 ? "" : `${asked.length} by ${presses.length} presses, such as ${asked[0]}`;
}

function framesText(presses: readonly Press[]): string {
  const late = presses.filter(({ frame }) => frame > 1).length;
  return `${late} of ${presses.length} took more; key to picture ${lapText(presses.map(({ ms }) => ms))}`;
}

/** Flips through many large detectors, each neighbour made ready before; then what the tab holds. */
export async function measureFlips(tab: Tab, server: string, count: number): Promise<Row[]> {
  await openViewer(tab, `${server}/exposures/flip?instrument=${FLIP_INSTRUMENT}&day=all`);
  const presses: Press[] = [];
  for (let i = 1; i < count; i++) {
    await tab.page.waitForLoadState("networkidle");
    presses.push(pressOf(await effectOf(tab, () => tab.page.keyboard.press("ArrowRight"), "new image")));
  }
  const { residentMb, proportionalMb, heapMb, drawingMb } = await memoryOf(tab);
  const parts = [`proportional ${proportionalMb.toFixed(0)}`, `JavaScript objects ${heapMb.toFixed(0)}`];
  const note = `resident, of it ${parts.join(", ")}; the process that draws has ${drawingMb.toFixed(0)} MB besides`;
  return [
    judge(
      "flip to a preloaded neighbour, frames",
      mostOf(presses, ({ frame }) => frame),
      most(1),
      {
        note: framesText(presses),
      },
    ),
    judge(
      "  requests before it is drawn",
      mostOf(presses, ({ asked }) => asked.length),
      most(0),
      {
        note: askedText(presses),
      },
    ),
    judge(`memory of the tab after ${count} detectors`, residentMb, most(600), { unit: "MB", note }),
  ];
}
