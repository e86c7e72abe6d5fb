import type { TruthRow } from "@/lib/queries/difference-truth-list";
import { jobHref } from "./job-words";

/** Screen pixels a pixel of the image: a source and its surroundings. */
const ZOOM = 6;

/** Address of the job of a source: its truth beside the images, the place of the source in the middle and marked. */
export function truthHref({ jobId, jid, truthId, x, y }: TruthRow, mode: string): string {
  const query = new URLSearchParams({ ...(mode === "annulus" ? {} : { mode }), side: "truth", truth: truthId });
  if (x !== null && y !== null) {
    query.set("at", `${x.toFixed(3)},${y.toFixed(3)}`);
    query.set("z", String(ZOOM));
  }
  return `${jobHref({ id: jobId, jid }, true)}?${query}`;
}
