// Tiles on the graphics card, those not drawn for longest let go first.
import type { Tile } from "@/lib/images/description";

/** Bytes of tiles on the card, as many as in memory (tile-store.ts). */
const CAPACITY_BYTES = 160 * 2 ** 20;

interface Entry {
  texture: WebGLTexture;
  bytes: number;
  frame: number;
}

export class TextureCache {
  /** in the order of use, the last used last */
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;
  private frame = 0;

  constructor(
    private readonly gl: WebGL2RenderingContext,
    private readonly capacityBytes = CAPACITY_BYTES,
  ) {}

  /** A new frame: what it uses is not let go of before the next. */
  beginFrame(): void {
    this.frame++;
  }

  /** The texture of a tile, uploaded when it is not there. */
  textureOf(key: string, tile: Tile): WebGLTexture | null {
    const known = this.entries.get(key);
    this.entries.delete(key);
    const entry = known ?? this.upload(tile);
    if (!entry) return null;
    entry.frame = this.frame;
    this.entries.set(key, entry);
    if (!known) this.evict();
    return entry.texture;
  }

  drop(prefix: string): void {
    for (const [key, entry] of this.entries) if (key.startsWith(prefix)) this.release(key, entry);
  }

  /** Forgets all without asking the card: it was lost. */
  forget(): void {
    this.entries.clear();
    this.bytes = 0;
  }

  private upload(tile: Tile): Entry | null {
    const { gl } = this;
    const texture = gl.createTexture();
    if (!texture) return null;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    const { width, height, pixels } = tile;
    const isMask = pixels instanceof Int32Array;
    const [inside, format, type] = isMask ? [gl.R32I, gl.RED_INTEGER, gl.INT] : [gl.R32F, gl.RED, gl.FLOAT];
    gl.texImage2D(gl.TEXTURE_2D, 0, inside, width, height, 0, format, type, pixels);
    this.bytes += pixels.byteLength;
    return { texture, bytes: pixels.byteLength, frame: this.frame };
  }

  private evict(): void {
    for (const [key, entry] of this.entries) {
      if (this.bytes <= this.capacityBytes || entry.frame === this.frame) return;
      this.release(key, entry);
    }
  }

  private release(key: string, entry: Entry): void {
    this.gl.deleteTexture(entry.texture);
    this.entries.delete(key);
    this.bytes -= entry.bytes;
  }
}
