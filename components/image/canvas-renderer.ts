// Draws panels without a graphics card: the same picture, pixel by pixel, as the shaders make it.
import { SHADE_STEPS } from "../gallery/paint";
import { clippedBox, type MaskDraw, maskColor, type PanelFrame, type Quad, type Renderer } from "./renderer";
import { visibleBox } from "./view";

/** Sides of a 2-D canvas that every browser takes. */
const LARGEST_SIDE = 8192;

export class CanvasRenderer implements Renderer {
  readonly kind = "canvas";
  readonly largestSide = LARGEST_SIDE;
  readonly isReady = true;

  private constructor(private readonly context: CanvasRenderingContext2D) {}

  /** @returns null where the canvas already has a context of another kind */
  static open(canvas: HTMLCanvasElement): CanvasRenderer | null {
    const context = canvas.getContext("2d");
    return context && new CanvasRenderer(context);
  }

  prepare(): void {
    // tiles are drawn from where they are
  }

  draw(panels: readonly PanelFrame[]): void {
    const { context } = this;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    for (const panel of panels) {
      if (panel.width < 1 || panel.height < 1) continue;
      const data = context.createImageData(panel.width, panel.height);
      rasterise(panel, new Uint32Array(data.data.buffer));
      context.putImageData(data, panel.left, panel.top);
    }
  }

  finish(): void {
    // drawn when draw returns
  }

  drop(): void {
    // nothing is kept
  }

  dispose(): void {
    // nothing is held
  }
}

/**
 * The picture of a panel: each device pixel shows the tile pixel under its middle. The shaders compute the same in float32.
 * Cost: one step a device pixel and quad; nothing is allocated.
 * @param target packed RGBA, width * height entries, row 0 on top; transparent where there is no image
 */
export function rasterise(panel: PanelFrame, target: Uint32Array): void {
  const seen = visibleBox(panel.view, panel);
  const { table, noPixel } = panel.shades;
  const low = Math.fround(panel.limits.low);
  const scale = Math.fround((SHADE_STEPS - 1) / (panel.limits.high - panel.limits.low));
  for (const quad of panel.quads) {
    const { pixels } = quad.tile;
    scan(panel, quad, seen, (at, pixel) => {
      const value = pixels[pixel] ?? Number.NaN;
      const step = Math.fround(Math.fround(Math.fround(value - low) * scale) + 0.5);
      // the difference of a number and itself is 0 unless it is not finite
      target[at] = value - value === 0 ? (table[Math.min(SHADE_STEPS - 1, Math.max(0, step)) | 0] ?? noPixel) : noPixel;
    });
  }
  if (panel.mask) layMask(panel, panel.mask.draw, panel.mask.quads, target);
}

function layMask(panel: PanelFrame, draw: MaskDraw, quads: readonly Quad[], target: Uint32Array): void {
  const seen = visibleBox(panel.view, panel);
  const colors = new Map<number, ReturnType<typeof maskColor>>();
  for (const quad of quads) {
    const { pixels } = quad.tile;
    scan(panel, quad, seen, (at, pixel) => {
      const value = pixels[pixel] ?? 0;
      if (value === 0) return;
      let color = colors.get(value);
      if (color === undefined) {
        color = maskColor(value, draw.bits);
        colors.set(value, color);
      }
      if (color) target[at] = blended(target[at] ?? 0, color, draw.opacity);
    });
  }
}

/** A colour laid over a packed one. */
function blended(under: number, over: readonly [number, number, number], opacity: number): number {
  const channel = (shift: number, value: number) =>
    Math.round(((under >>> shift) & 255) * (1 - opacity) + value * opacity) << shift;
  return (
    (((under >>> 24 ? 255 : Math.round(255 * opacity)) << 24) |
      channel(16, over[2]) |
      channel(8, over[1]) |
      channel(0, over[0])) >>>
    0
  );
}

/** Calls for each device pixel whose middle is in a quad: its index in the target, and that of the tile pixel there. */
function scan(
  panel: PanelFrame,
  quad: Quad,
  seen: ReturnType<typeof visibleBox>,
  paint: (at: number, pixel: number) => void,
): void {
  const box = clippedBox(quad.box, seen);
  if (!box) return;
  const { width, height, view } = panel;
  const [a, b, c, d] = view.matrix;
  const area = a * d - b * c;
  const rows = deviceRows(panel, box);
  const [columns, last] = [quad.tile.width, { u: quad.tile.width - 1, v: quad.tile.height - 1 }];
  for (let row = rows.first; row <= rows.last; row++) {
    const up = height / 2 - row - 0.5;
    for (let column = rows.left; column <= rows.right; column++) {
      const right = column + 0.5 - width / 2;
      const x = view.x + (d * right - b * up) / area;
      const y = view.y + (a * up - c * right) / area;
      if (x < box.x0 || x >= box.x1 || y < box.y0 || y >= box.y1) continue;
      const u = Math.min(last.u, Math.max(0, Math.floor((x - quad.origin.x) / quad.step)));
      const v = Math.min(last.v, Math.max(0, Math.floor((y - quad.origin.y) / quad.step)));
      paint(row * width + column, v * columns + u);
    }
  }
}

/** Rows and columns of the panel that a box may reach. */
function deviceRows({ view, width, height }: PanelFrame, box: NonNullable<ReturnType<typeof clippedBox>>) {
  const [a, b, c, d] = view.matrix;
  const [dx, dy] = [(box.x0 + box.x1) / 2 - view.x, (box.y0 + box.y1) / 2 - view.y];
  const [halfX, halfY] = [(box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2];
  const reachX = Math.abs(a) * halfX + Math.abs(b) * halfY;
  const reachY = Math.abs(c) * halfX + Math.abs(d) * halfY;
  const [middleX, middleY] = [width / 2 + a * dx + b * dy, height / 2 - c * dx - d * dy];
  return {
    left: Math.max(0, Math.floor(middleX - reachX)),
    right: Math.min(width - 1, Math.ceil(middleX + reachX)),
    first: Math.max(0, Math.floor(middleY - reachY)),
    last: Math.min(height - 1, Math.ceil(middleY + reachY)),
  };
}
