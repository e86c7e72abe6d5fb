// The canvas under all panels of a page: says which tiles are needed, draws what is here, and draws again when more comes.
// No React: a page calls draw with what it wants to see, as often as it likes; there is one drawing a frame.

import { TaskFailedError } from "@/lib/errors";
import { CanvasRenderer } from "./canvas-renderer";
import type { ImageSource } from "./image-source";
import { areSameDraws, inTurn, type PanelDraw, panelFrame, peekPixel, ShadeCache, wantedTiles } from "./panel-frame";
import type { Renderer } from "./renderer";
import { sourceKey, type TileRequest, TileStore, tileKey } from "./tile-store";
import { WebglRenderer } from "./webgl-renderer";

export type { PanelDraw } from "./panel-frame";

/** Images whose tiles are kept after they were last drawn or preloaded. */
const RECENT_IMAGES = 24;

export interface StageProgress {
  wanted: number;
  here: number;
  /** that cannot be had */
  failed: number;
  /** why, each reason once */
  failures: string[];
}

export class ImageStage {
  readonly kind: Renderer["kind"];
  /** drawings since the stage was made, and how long the last one took this thread, milliseconds */
  frameCount = 0;
  lastFrameMilliseconds = 0;
  private readonly renderer: Renderer;
  private readonly store: TileStore;
  private readonly shades = new ShadeCache();
  private readonly resize: ResizeObserver;
  private panels: readonly PanelDraw[] = [];
  private frame: number | null = null;
  private hasNews = false;
  private readonly settled = new Set<() => void>();
  /** images in the order of use, the last used last */
  private readonly recent = new Set<string>();

  /**
   * @param onChange tiles came or failed; called at most once a frame
   * @param options isCanvasForced draws without the graphics card
   */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onChange: () => void,
    options: { isCanvasForced?: boolean } = {},
  ) {
    this.renderer = openRenderer(canvas, options.isCanvasForced ?? false, () => this.schedule());
    this.kind = this.renderer.kind;
    this.store = new TileStore(() => this.schedule(true));
    this.resize = new ResizeObserver(() => this.schedule());
    this.resize.observe(canvas);
  }

  /** Shows these panels from the next frame on; coarser tiles stand in for those that are not here. The same again costs nothing. */
  draw(panels: readonly PanelDraw[]): void {
    const isSame = areSameDraws(this.panels, panels);
    this.panels = panels;
    this.touch(panels);
    const requests = this.requestsOf(panels);
    this.store.want(this, requests);
    if (isSame) return;
    // on their way to the card while the frame is waited for
    for (const request of requests) this.prepare(request);
    this.schedule();
  }

  private prepare(request: TileRequest): void {
    const tile = this.store.find(request);
    if (tile) this.renderer.prepare(tileKey(request), tile);
  }

  /**
   * Fetches and uploads every tile of these panels.
   * @returns when all are on the card or cannot be had: drawing them is one frame then
   */
  async preload(panels: readonly PanelDraw[], signal?: AbortSignal): Promise<void> {
    const requests = this.requestsOf(panels);
    const holder = {};
    this.touch(panels);
    this.store.want(holder, requests);
    while (!signal?.aborted && !requests.every((request) => this.store.isSettled(request)))
      await this.nextChange(signal);
    this.store.want(holder, []);
    if (signal?.aborted) return;
    for (const panel of panels) if (panel.source) this.shades.shadesOf(panel);
    for (const request of requests) this.prepare(request);
  }

  /** How much of these panels is here. */
  progress(panels: readonly PanelDraw[]): StageProgress {
    const requests = this.requestsOf(panels);
    const failures = requests.map((request) => this.store.failureOf(request)).filter((reason) => reason !== undefined);
    const here = requests.filter((request) => this.store.find(request) !== undefined).length;
    return { wanted: requests.length, here, failed: failures.length, failures: [...new Set(failures)] };
  }

  /** True when every tile of these panels is here or cannot be had. */
  isSettled(panels: readonly PanelDraw[]): boolean {
    return this.requestsOf(panels).every((request) => this.store.isSettled(request));
  }

  /** Asks again for tiles that failed. */
  retry(): void {
    this.store.retry();
    this.schedule();
  }

  /** Value of the full-resolution pixel whose centre is at (x, y), if its tile is here. */
  peek(source: ImageSource, x: number, y: number): number | undefined {
    return peekPixel(this.store, source, x, y);
  }

  /** Draws at once and waits for the card: milliseconds of one frame, to measure. */
  drawNow(): number {
    const began = performance.now();
    this.drawFrame();
    this.renderer.finish();
    return performance.now() - began;
  }

  /** What is seen, as PNG in device pixels, on the canvas's own background. */
  async snapshot(): Promise<Blob> {
    this.drawFrame();
    const copy = document.createElement("canvas");
    copy.width = this.canvas.width;
    copy.height = this.canvas.height;
    const context = copy.getContext("2d");
    if (!context) throw new TaskFailedError({ place: "PNG", found: "no 2-D canvas", expected: "one to write from" });
    context.fillStyle = getComputedStyle(this.canvas).backgroundColor;
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(this.canvas, 0, 0);
    return new Promise((resolve, reject) => {
      copy.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new TaskFailedError({ place: "PNG", found: "nothing written", expected: "an image" }));
      }, "image/png");
    });
  }

  dispose(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = null;
    this.panels = [];
    this.resize.disconnect();
    this.store.dispose();
    this.renderer.dispose();
    this.settle();
  }

  private get ratio(): number {
    const { clientWidth, clientHeight } = this.canvas;
    return Math.min(window.devicePixelRatio, this.renderer.largestSide / Math.max(1, clientWidth, clientHeight));
  }

  private requestsOf(panels: readonly PanelDraw[]): TileRequest[] {
    return inTurn(panels.map((panel) => wantedTiles(panel, this.ratio)));
  }

  private schedule(isNews = false): void {
    if (isNews) this.settle();
    this.hasNews ||= isNews;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.drawFrame();
      const hadNews = this.hasNews;
      this.hasNews = false;
      if (hadNews) this.onChange();
    });
  }

  private drawFrame(): void {
    const began = performance.now();
    const { canvas, store, ratio } = this;
    const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    // the size may be another since the panels were given: their tiles are asked for anew
    store.want(this, this.requestsOf(this.panels));
    const frames = this.panels.flatMap((panel) => {
      if (!panel.source) return [];
      const wanted = wantedTiles(panel, ratio);
      return panelFrame(panel, wanted, { store, devicePixelRatio: ratio, shades: this.shades.shadesOf(panel) });
    });
    this.renderer.draw(frames);
    this.frameCount++;
    this.lastFrameMilliseconds = performance.now() - began;
  }

  /** Resolves when the next tile came or failed. */
  private nextChange(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.settled.delete(done);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      this.settled.add(done);
      signal?.addEventListener("abort", done);
    });
  }

  private settle(): void {
    for (const done of [...this.settled]) done();
  }

  /** Marks images as used, and lets go of those that were not for long. */
  private touch(panels: readonly PanelDraw[]): void {
    for (const { source } of panels) {
      if (!source) continue;
      this.recent.delete(sourceKey(source));
      this.recent.add(sourceKey(source));
    }
    const kept = Math.max(RECENT_IMAGES, panels.length);
    for (const key of [...this.recent].slice(0, Math.max(0, this.recent.size - kept))) {
      this.recent.delete(key);
      this.store.drop(key);
      this.renderer.drop(key);
    }
  }
}

function openRenderer(canvas: HTMLCanvasElement, isCanvasForced: boolean, onRestored: () => void): Renderer {
  const renderer = (isCanvasForced ? null : WebglRenderer.open(canvas, onRestored)) ?? CanvasRenderer.open(canvas);
  if (renderer) return renderer;
  throw new TaskFailedError({
    place: "image canvas",
    found: "neither WebGL2 nor a 2-D context",
    expected: "a browser that draws one of them",
  });
}
