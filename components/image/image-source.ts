// Where a panel's pixels come from: the server's tiles, or a thread that reads a local file. Components draw; whoever
// makes a source fetches.
import type { ImageDescription, Tile, TileAddress } from "@/lib/images/description";

/** A pixel under the cursor, exact. */
export interface PixelReading {
  /** NaN is a value */
  value: number;
  /** all digits and no more */
  text: string;
  /** bits of the mask; null: no mask */
  mask: number | null;
}

export interface ImageSource {
  description: ImageDescription;
  /** what happened to it since it was described: its file is gone or another by now */
  trouble?: string;
  /** tiles that came with the description, so that the first drawing needs no further request */
  overview: readonly { address: TileAddress; tile: Tile }[];
  /** rejects with the reason in words; "changed" failures say that the file was replaced */
  loadTile(address: TileAddress, signal: AbortSignal): Promise<Tile>;
  /** of level 0, whatever level is drawn */
  readPixel(x: number, y: number): Promise<PixelReading>;
}
