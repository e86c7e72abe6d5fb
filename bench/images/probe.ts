// Runs in the page before its own scripts: notes when the card was asked to draw, what it was given, and when it had done so.
// Nothing of the page is changed but that, while a measurement is on, each drawing is waited for.

/** One drawing of the canvas. */
export interface Drawing {
  /** performance.now() when the page began to draw, and when the card had drawn */
  began: number;
  done: number;
  /** frames of the screen that began since the press, this one included */
  frame: number;
  /** float tiles sent to the card within this drawing, and milliseconds that took */
  uploads: number;
  uploadMs: number;
  /** numbers of the textures of tiles that were drawn, and of those of shades that were filled anew */
  textures: number[];
  shades: number;
}

export interface Probe {
  /** the press that began it, on the page's clock */
  pressed: number;
  drawings: Drawing[];
  /** float tiles sent to the card outside of drawings */
  preparedUploads: number;
}

declare global {
  interface Window {
    bench: {
      /** the next press of a key or button, or turn of the wheel, begins a measurement */
      arm(): void;
      disarm(): Probe;
      /** resolves at a drawing since the press that uploaded a tile, or has others than before it */
      untilNewImage(): Promise<void>;
      untilDrawing(): Promise<void>;
    };
  }
}

/** To be given to page.addInitScript: uses nothing from outside itself. */
export function installProbe(): void {
  const gl = WebGL2RenderingContext.prototype;
  const numbers = new WeakMap<WebGLTexture, number>();
  const bound: (WebGLTexture | null)[] = [];
  let unit = 0;
  let [isArmed, isOn, frame, textureCount] = [false, false, 0, 0];
  let probe: Probe = { pressed: 0, drawings: [], preparedUploads: 0 };
  let current: Drawing | null = null;
  let texturesBefore: number[] = [];
  let watchers: (() => void)[] = [];

  let ticking = 0;
  const tick = () => {
    frame++;
    ticking = requestAnimationFrame(tick);
  };
  const onPress = (event: Event) => {
    if (!isArmed) return;
    [isArmed, isOn, frame] = [false, true, 0];
    probe = { pressed: event.timeStamp, drawings: [], preparedUploads: 0 };
    performance.clearResourceTimings();
    ticking = requestAnimationFrame(tick);
  };
  for (const kind of ["keydown", "pointerdown", "wheel"])
    addEventListener(kind, onPress, { capture: true, passive: true });

  const { activeTexture, bindTexture, clear, drawArrays, texImage2D, texSubImage2D } = gl;
  const pixel = new Uint8Array(4);
  gl.activeTexture = function (which) {
    unit = which - this.TEXTURE0;
    activeTexture.call(this, which);
  };
  gl.bindTexture = function (target, texture) {
    bound[unit] = texture;
    if (texture && !numbers.has(texture)) numbers.set(texture, ++textureCount);
    bindTexture.call(this, target, texture);
  };
  gl.clear = function (mask) {
    clear.call(this, mask);
    const drawing: Drawing = {
      began: performance.now(),
      done: 0,
      frame,
      uploads: 0,
      uploadMs: 0,
      textures: [],
      shades: 0,
    };
    current = drawing;
    // when the page's drawing function has returned
    queueMicrotask(() => {
      current = null;
      if (!isOn) {
        texturesBefore = drawing.textures;
        return;
      }
      this.readPixels(0, 0, 1, 1, this.RGBA, this.UNSIGNED_BYTE, pixel);
      drawing.done = performance.now();
      probe.drawings.push(drawing);
      for (const watcher of watchers.splice(0)) watcher();
    });
  };
  gl.drawArrays = function (...given) {
    const texture = bound[0];
    if (texture) current?.textures.push(numbers.get(texture) ?? 0);
    drawArrays.apply(this, given);
  };
  gl.texImage2D = function (this: WebGL2RenderingContext, ...given: unknown[]) {
    const began = performance.now();
    Reflect.apply(texImage2D, this, given);
    if (!current) probe.preparedUploads++;
    else {
      current.uploads++;
      current.uploadMs += performance.now() - began;
    }
  } as typeof texImage2D;
  gl.texSubImage2D = function (this: WebGL2RenderingContext, ...given: unknown[]) {
    if (current) current.shades++;
    Reflect.apply(texSubImage2D, this, given);
  } as typeof texSubImage2D;

  const isNew = ({ uploads, textures }: Drawing) =>
    textures.length > 0 && (uploads > 0 || textures.some((texture) => !texturesBefore.includes(texture)));
  const until = async (isReached: () => boolean) => {
    while (!isReached()) await new Promise<void>((resolve) => watchers.push(resolve));
  };
  window.bench = {
    arm: () => {
      isArmed = true;
    },
    disarm: () => {
      [isArmed, isOn] = [false, false];
      cancelAnimationFrame(ticking);
      watchers = [];
      texturesBefore = probe.drawings.at(-1)?.textures ?? texturesBefore;
      return probe;
    },
    untilNewImage: () => until(() => probe.drawings.some(isNew)),
    untilDrawing: () => until(() => probe.drawings.length > 0),
  };
  performance.setResourceTimingBufferSize(10_000);
}
