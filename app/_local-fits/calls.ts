// What a page asks the thread that reads a local file, and what it gets: the one list of both.

import type { PixelReading } from "@/components/image/image-source";
import type { LocalHeaders } from "@/components/local-fits/hdu-list";
import type { TableRow } from "@/components/local-fits/table-rows";
import type { ImageDescription, Tile, TileAddress } from "@/lib/images/description";
import type { ColumnDescription } from "@/lib/readers/fits";

export interface Calls {
  headers: { ask: { file: File }; answer: LocalHeaders };
  plane: { ask: { hdu: number; plane: number }; answer: ImageDescription };
  tile: { ask: { hdu: number; plane: number; address: TileAddress }; answer: Tile };
  value: { ask: { hdu: number; plane: number; x: number; y: number }; answer: PixelReading };
  columns: { ask: { hdu: number }; answer: ColumnDescription[] };
  rows: { ask: { hdu: number; start: number; end: number }; answer: TableRow[] };
}

export type CallName = keyof Calls;

export type Question = { [K in CallName]: { id: number; name: K; ask: Calls[K]["ask"] } }[CallName];

/** `progress` may come before the end of it: the part that is done, 0 to 1. */
export type Reply =
  | { id: number; type: "progress"; done: number }
  | { id: number; type: "answer"; answer: Calls[CallName]["answer"] }
  | { id: number; type: "failure"; message: string };
