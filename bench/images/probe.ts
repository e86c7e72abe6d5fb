// Runs in the page before its own scripts: notes when the card was asked to draw, of which tiles, and when it had done so.
// Nothing of the page is changed but that, while a measurement is on, each drawing is waited for.

/** One drawing of the canvas. */
export interface Drawing {
  /** performance.now() when the page began to draw, and when the card had drawn */
  began: number;
  done: number;
  /** frames of the screen that began since the press, this one included */
  frame: number;
  /** numbers of the textures of tiles that were drawn */
  textures: number[];
  /** shows tiles that were not shown before the press */
  isNew: boolean;
}

export interface Probe {
  /** the press that began it, on the page's clock */
  pressed: number;
  drawings: Drawing[];
}

declare global {
  interface Window {
    bench: {
      /** the next press of a key or button, or turn of the wheel, begins a measurement */
      arm(): void;
      disarm(): Probe;
      /** resolves at a drawing since the press that has other tiles than before it */
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
  let probe: Probe = { pressed: 0, drawings: [] };
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
    probe = { pressed: event.timeStamp, drawings: [] };
    performance.clearResourceTimings();
    ticking = requestAnimationFrame(tick);
  };
  for (const kind of ["keydown", "pointerdown", "wheel"])
    addEventListener(kind, onPress, { capture: true, passive: true });

  const { activeTexture, bindTexture, clear, drawArrays } = gl;
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
      textures: [],
      isNew: false,
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
      drawing.isNew = drawing.textures.some((texture) => !texturesBefore.includes(texture));
      probe.drawings.push(drawing);
      for (const watcher of watchers.splice(0)) watcher();
    });
  };
  gl.drawArrays = function (...given) {
    const texture = bound[0];
    if (texture) current?.textures.push(numbers.get(texture) ?? 0);
    drawArrays.apply(this, given);
  };
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
    untilNewImage: () => until(() => probe.drawings.some(({ isNew }) => isNew)),
    untilDrawing: () => until(() => probe.drawings.length > 0),
  };
  performance.setResourceTimingBufferSize(10_000);
}
