// Tiles that cfitsio compressed, from fixtures/codecs.golden.py.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export interface GoldenTile {
  name: string;
  stream: Uint8Array;
  pixels: Int32Array;
  width: number;
  height: number;
  smooth: number;
}

export function readGoldenTiles(codec: "hcompress" | "plio"): GoldenTile[] {
  const packed = readFileSync(join(import.meta.dirname, "../fixtures/codecs.json.gz"));
  const tiles: Record<string, (Omit<GoldenTile, "stream" | "pixels"> & { stream: string; pixels: string })[]> =
    JSON.parse(gunzipSync(packed).toString());
  return tiles[codec]!.map((tile) => ({
    ...tile,
    stream: Uint8Array.from(Buffer.from(tile.stream, "base64")),
    pixels: new Int32Array(Uint8Array.from(Buffer.from(tile.pixels, "base64")).buffer),
  }));
}
