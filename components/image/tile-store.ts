// Tiles of images in memory: fetched in the order of need, no longer fetched when nobody needs them, those not used for
// longest let go first, and what failed kept with its reason until somebody asks for it again.
import type { Tile, TileAddress } from "@/lib/images/description";
import type { ImageSource } from "./image-source";
import { overviewTile } from "./overview";
import { addressKey } from "./tile-plan";

export interface TileRequest {
  source: ImageSource;
  address: TileAddress;
}

/** Bytes of tiles kept, 160 of 512 by 512: with what a page needs otherwise a tab stays below 600 MB. */
const CAPACITY_BYTES = 160 * 2 ** 20;
/** As many as a browser asks one server at a time: more would wait there, out of our order. */
const LARGEST_IN_FLIGHT = 6;

/** Name of a tile among all images; begins with that of its image. */
export function tileKey({ source, address }: TileRequest): string {
  return `${sourceKey(source)}${addressKey(address)}`;
}

/** How the names of all tiles of an image begin. */
export function sourceKey(source: ImageSource): string {
  return `${source.description.key}\n`;
}

export class TileStore {
  /** in the order of use, the last used last */
  private readonly tiles = new Map<string, Tile>();
  private bytes = 0;
  private readonly failures = new Map<string, string>();
  private readonly inFlight = new Map<string, AbortController>();
  /** after a silence the most needed tile does not share the server with those that are needed next */
  private isFirstAlone = true;
  /** who needs what, in the order of need */
  private readonly wanted = new Map<unknown, readonly TileRequest[]>();

  /** @param onChange a tile came or failed */
  constructor(
    private readonly onChange: (key: string) => void,
    private readonly options: { capacityBytes?: number } = {},
  ) {}

  /** A tile that is here; counts as use. */
  find(request: TileRequest): Tile | undefined {
    const key = tileKey(request);
    const tile = this.tiles.get(key);
    if (!tile) return overviewTile(request.source, request.address);
    this.tiles.delete(key);
    this.tiles.set(key, tile);
    return tile;
  }

  /** Why a tile cannot be had; undefined when it is here, on its way or not asked for. */
  failureOf(request: TileRequest): string | undefined {
    return this.failures.get(tileKey(request));
  }

  /** Here or failed: nothing to wait for. */
  isSettled(request: TileRequest): boolean {
    return this.failures.has(tileKey(request)) || this.find(request) !== undefined;
  }

  /** Says what somebody needs now, the most needed first, in place of what they needed before; an empty list lets go. */
  want(holder: unknown, requests: readonly TileRequest[]): void {
    if (requests.length === 0) this.wanted.delete(holder);
    else this.wanted.set(holder, requests);
    this.stopUnwanted();
    if (this.inFlight.size === 0) this.isFirstAlone = true;
    this.startNext();
  }

  /** Failed tiles are asked for again when they are needed next. */
  retry(): void {
    this.failures.clear();
    this.startNext();
  }

  /** Lets go of the tiles and failures of one image, named by its sourceKey. */
  drop(prefix: string): void {
    for (const [key, tile] of this.tiles) if (key.startsWith(prefix)) this.release(key, tile);
    for (const key of this.failures.keys()) if (key.startsWith(prefix)) this.failures.delete(key);
  }

  dispose(): void {
    this.wanted.clear();
    this.stopUnwanted();
    this.tiles.clear();
    this.bytes = 0;
  }

  private stopUnwanted(): void {
    if (this.inFlight.size === 0) return;
    const needed = this.neededKeys();
    for (const [key, controller] of this.inFlight) {
      if (needed.has(key)) continue;
      this.inFlight.delete(key);
      controller.abort();
    }
  }

  private neededKeys(): Set<string> {
    return new Set([...this.wanted.values()].flatMap((requests) => requests.map(tileKey)));
  }

  private startNext(): void {
    const most = this.isFirstAlone ? 1 : LARGEST_IN_FLIGHT;
    for (const requests of this.wanted.values()) {
      for (const request of requests) {
        if (this.inFlight.size >= most) return;
        if (!this.inFlight.has(tileKey(request)) && !this.isSettled(request)) this.start(request);
      }
    }
  }

  private start(request: TileRequest): void {
    const key = tileKey(request);
    const controller = new AbortController();
    this.inFlight.set(key, controller);
    const settle = (keep: () => void) => {
      // another load of the same tile may have begun since this one was stopped
      if (this.inFlight.get(key) !== controller) return;
      this.inFlight.delete(key);
      this.isFirstAlone = false;
      keep();
      this.startNext();
      this.onChange(key);
    };
    request.source.loadTile(request.address, controller.signal).then(
      (tile) => settle(() => this.keep(key, tile)),
      (cause: unknown) => settle(() => this.failures.set(key, cause instanceof Error ? cause.message : String(cause))),
    );
  }

  private keep(key: string, tile: Tile): void {
    this.tiles.set(key, tile);
    this.bytes += tile.pixels.byteLength;
    const capacity = this.options.capacityBytes ?? CAPACITY_BYTES;
    if (this.bytes <= capacity) return;
    // what is needed now stays whatever it takes: let go, it would be fetched again for ever
    const needed = this.neededKeys();
    for (const [oldest, held] of this.tiles) {
      if (this.bytes <= capacity) return;
      if (oldest !== key && !needed.has(oldest)) this.release(oldest, held);
    }
  }

  private release(key: string, tile: Tile): void {
    this.tiles.delete(key);
    this.bytes -= tile.pixels.byteLength;
  }
}
