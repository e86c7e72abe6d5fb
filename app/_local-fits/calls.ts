// What a page asks the thread that reads a local file, and what it gets: the one list of both.

import type { LocalHeaders } from "@/components/local-fits/hdu-list";
import type { PlaneSample, Region } from "@/components/local-fits/plane-canvas";
import type { RegionBox } from "@/components/local-fits/plane-view";
import type { TableRow } from "@/components/local-fits/table-rows";
import type { PixelReading } from "@/components/local-fits/use-readout";
import type { ColumnDescription } from "@/lib/readers/fits";

export interface Calls {
  headers: { ask: { file: File }; answer: LocalHeaders };
  plane: { ask: { hdu: number; plane: number }; answer: PlaneSample };
  region: { ask: { hdu: number; plane: number; box: RegionBox }; answer: Region };
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
