// Draws panels on the graphics card: one context for all of them, one rectangle a tile, one table of shades a panel.
import type { Tile } from "@/lib/images/description";
import type { Shades } from "../gallery/paint";
import { SHADE_STEPS } from "../gallery/paint";
import { clippedBox, inTile, type MaskDraw, type PanelFrame, type Quad, type Renderer } from "./renderer";
import { MASK_BITS, TABLE_SIDE } from "./shaders";
import { TextureCache } from "./texture-cache";
import { visibleBox } from "./view";
import { activate, CORNER_ATTRIBUTE, makePrograms, type PlaceUniforms, type Programs } from "./webgl-programs";

/** What the card holds; made again when it was lost. */
interface OnCard {
  programs: Programs;
  corners: WebGLBuffer;
  /** table of each panel, and the shades that are in it */
  tables: { texture: WebGLTexture; shades: Shades | null }[];
}

export class WebglRenderer implements Renderer {
  readonly kind = "webgl2";
  readonly largestSide: number;
  private readonly textures: TextureCache;
  private onCard: OnCard | null;
  private readonly listeners = new AbortController();

  private constructor(
    private readonly gl: WebGL2RenderingContext,
    onRestored: () => void,
  ) {
    this.textures = new TextureCache(gl);
    this.largestSide = Math.min(gl.getParameter(gl.MAX_TEXTURE_SIZE), gl.getParameter(gl.MAX_RENDERBUFFER_SIZE));
    this.onCard = makeOnCard(gl);
    const { signal } = this.listeners;
    gl.canvas.addEventListener(
      "webglcontextlost",
      (event) => {
        event.preventDefault();
        this.onCard = null;
        this.textures.forget();
      },
      { signal },
    );
    const restore = () => {
      this.onCard = makeOnCard(gl);
      onRestored();
    };
    gl.canvas.addEventListener("webglcontextrestored", restore, { signal });
  }

  /** @returns null where the browser has no WebGL2 */
  static open(canvas: HTMLCanvasElement, onRestored: () => void): WebglRenderer | null {
    const gl = canvas.getContext("webgl2", { antialias: false, depth: false, stencil: false, alpha: true });
    return gl && new WebglRenderer(gl, onRestored);
  }

  get isReady(): boolean {
    return this.onCard !== null;
  }

  prepare(key: string, tile: Tile): void {
    if (this.onCard) this.textures.textureOf(key, tile);
  }

  draw(panels: readonly PanelFrame[]): void {
    const { gl, onCard } = this;
    if (!onCard) return;
    this.textures.beginFrame();
    gl.disable(gl.SCISSOR_TEST);
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.SCISSOR_TEST);
    const sought = panels.map((panel) => drawable(panel, gl.canvas));
    gl.bindBuffer(gl.ARRAY_BUFFER, onCard.corners);
    gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from(sought.flatMap(({ corners }) => corners)), gl.STREAM_DRAW);
    gl.enableVertexAttribArray(CORNER_ATTRIBUTE);
    gl.vertexAttribPointer(CORNER_ATTRIBUTE, 2, gl.FLOAT, false, 0, 0);
    let first = 0;
    sought.forEach(({ panel, quads, masks }, index) => {
      gl.scissor(panel.left, gl.canvas.height - panel.top - panel.height, panel.width, panel.height);
      this.drawPixels(onCard, { panel, quads, index }, first);
      if (panel.mask) this.drawMask(onCard, { draw: panel.mask.draw, panel, quads: masks }, first + quads.length);
      first += quads.length + masks.length;
    });
  }

  finish(): void {
    if (!this.onCard) return;
    const { gl } = this;
    // reading a pixel back waits for the drawing; finish alone does not in Chromium
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  drop(prefix: string): void {
    this.textures.drop(prefix);
  }

  dispose(): void {
    this.listeners.abort();
    this.textures.drop("");
    // the context stays: a canvas gives the same one again, and one lost by force would not come back
    if (this.onCard) release(this.gl, this.onCard);
    this.onCard = null;
  }

  private drawPixels(onCard: OnCard, what: { panel: PanelFrame; quads: Quad[]; index: number }, first: number): void {
    const { gl } = this;
    const { limits, shades } = what.panel;
    const { at } = onCard.programs.pixel;
    activate(gl, onCard.programs.pixel);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, tableOf(gl, onCard.tables, what.index, shades));
    gl.uniform1i(at.pixels, 0);
    gl.uniform1i(at.shades, 1);
    gl.uniform2f(at.stretch, limits.low, (SHADE_STEPS - 1) / (limits.high - limits.low));
    const none = [0, 8, 16].map((shift) => ((shades.noPixel >>> shift) & 255) / 255);
    gl.uniform4f(at.noPixel, none[0] ?? 0, none[1] ?? 0, none[2] ?? 0, 1);
    gl.disable(gl.BLEND);
    this.drawQuads(what, at, first);
  }

  private drawMask(onCard: OnCard, what: { draw: MaskDraw; panel: PanelFrame; quads: Quad[] }, first: number): void {
    if (what.quads.length === 0) return;
    const { gl } = this;
    const { at } = onCard.programs.mask;
    const bits = what.draw.bits.slice(0, MASK_BITS);
    activate(gl, onCard.programs.mask);
    gl.uniform1i(at.mask, 0);
    if (bits.length > 0) {
      gl.uniform4fv(
        at.bits,
        bits.flatMap(({ bit, color }) => [...color.map((channel) => channel / 255), bit]),
      );
    }
    gl.uniform1i(at.count, bits.length);
    gl.uniform1f(at.opacity, what.draw.opacity);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.drawQuads(what, at, first);
  }

  private drawQuads(what: { panel: PanelFrame; quads: readonly Quad[] }, at: PlaceUniforms, first: number): void {
    const { gl } = this;
    const { left, top, width, height, view } = what.panel;
    const [a, b, c, d] = view.matrix;
    const area = a * d - b * c;
    gl.uniform2f(at.middle, left + width / 2, gl.canvas.height - top - height / 2);
    what.quads.forEach((quad, i) => {
      const { key, tile, step } = quad;
      const texture = this.textures.textureOf(key, tile);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      const { u, v } = inTile(quad, view.x, view.y);
      gl.uniform4f(at.turn, d / area / step, -b / area / step, -c / area / step, a / area / step);
      gl.uniform2i(at.base, Math.floor(u), Math.floor(v));
      gl.uniform2f(at.rest, u - Math.floor(u), v - Math.floor(v));
      gl.uniform2i(at.last, tile.width - 1, tile.height - 1);
      gl.drawArrays(gl.TRIANGLE_STRIP, (first + i) * 4, 4);
    });
  }
}

function makeOnCard(gl: WebGL2RenderingContext): OnCard | null {
  const programs = makePrograms(gl);
  const corners = gl.createBuffer();
  return programs && corners ? { programs, corners, tables: [] } : null;
}

function release(gl: WebGL2RenderingContext, { programs, corners, tables }: OnCard): void {
  gl.deleteProgram(programs.pixel.program);
  gl.deleteProgram(programs.mask.program);
  gl.deleteBuffer(corners);
  for (const { texture } of tables) gl.deleteTexture(texture);
}

/** The table texture of the panel at an index, filled anew when its shades are others. */
function tableOf(
  gl: WebGL2RenderingContext,
  tables: OnCard["tables"],
  index: number,
  shades: Shades,
): WebGLTexture | null {
  let table = tables[index];
  if (!table) {
    const texture = gl.createTexture();
    if (!texture) return null;
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, TABLE_SIDE, TABLE_SIDE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    table = { texture, shades: null };
    tables[index] = table;
  }
  if (table.shades !== shades) {
    gl.bindTexture(gl.TEXTURE_2D, table.texture);
    const bytes = new Uint8Array(shades.table.buffer);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, TABLE_SIDE, TABLE_SIDE, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    table.shades = shades;
  }
  return table.texture;
}

/** Quads of a panel that are seen, and the numbers of their corners in the same order, masks last. */
function drawable(panel: PanelFrame, canvas: { width: number; height: number }) {
  const seen = visibleBox(panel.view, panel);
  const corners: number[] = [];
  const keep = (quads: readonly Quad[]) =>
    quads.filter((quad) => {
      const box = clippedBox(quad.box, seen);
      if (!box) return false;
      const ends = [
        [box.x0, box.y0],
        [box.x1, box.y0],
        [box.x0, box.y1],
        [box.x1, box.y1],
      ] as const;
      for (const [x, y] of ends) corners.push(...cornerOf(panel, canvas, x, y));
      return true;
    });
  const quads = keep(panel.quads);
  const masks = keep(panel.mask?.quads ?? []);
  return { panel, quads, masks, corners };
}

/** Clip x and y of an image place; the same for every tile that meets there: no cracks between them. */
function cornerOf(
  { left, top, width, height, view }: PanelFrame,
  canvas: { width: number; height: number },
  x: number,
  y: number,
): [number, number] {
  const [a, b, c, d] = view.matrix;
  const [dx, dy] = [x - view.x, y - view.y];
  const right = left + width / 2 + a * dx + b * dy;
  const up = canvas.height - top - height / 2 + c * dx + d * dy;
  return [(2 * right) / canvas.width - 1, (2 * up) / canvas.height - 1];
}
