// A stamp as a page holds it: pixels, on their way, or the reason why there are none.
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import type { PixelImage } from "./paint";

/** undefined: not here yet */
export type Stamp = PixelImage | { reason: string } | undefined;

/** What leads to a ring's stamp in the pack of its exposure and run. */
export type StampAddress = Pick<DarkRingRow, "id" | "runId" | "instrument" | "exposureId" | "stampIndex">;

export type StampOf = (ring: StampAddress) => Stamp;

export function isImage(stamp: Stamp): stamp is PixelImage {
  return stamp !== undefined && "pixels" in stamp;
}

/** Scores as everywhere: three places, or the sign of "not measured". */
export function formatScore(score: number | null): string {
  return score === null ? "○" : score.toFixed(3).replace("-", "\u2212");
}
