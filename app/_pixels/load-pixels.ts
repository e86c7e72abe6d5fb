// Pixels from the API: stamps of a run's pack, sections of a detector.
import { z } from "zod";
import type { PixelImage } from "@/components/gallery/paint";

export interface SectionImage extends PixelImage {
  /** detector pixel of the first pixel, 0-based */
  x0: number;
  y0: number;
  unit: string | null;
}

/** Refusals come with status 200 and are shown where the pixels would be. */
const WITH_REASON = { headers: { "x-annulus-reason": "yes" } };

const refusalSchema = z.object({ message: z.string() });

/** The bytes of an answer, or the reason as an Error. */
async function floats(response: Response): Promise<Float32Array> {
  const isPixels = response.headers.get("content-type") === "application/octet-stream";
  if (response.ok && isPixels) return new Float32Array(await response.arrayBuffer());
  const refusal = refusalSchema.safeParse(await response.json().catch(() => null));
  throw new Error(refusal.data?.message ?? `the server answers ${response.status}`);
}

/** Stamps by their places in the pack of one exposure and run, in the order asked. */
export async function loadStamps(
  pack: { runId: number; instrument: string; exposureId: string },
  indexes: readonly number[],
): Promise<PixelImage[]> {
  const query = new URLSearchParams({
    run: String(pack.runId),
    instrument: pack.instrument,
    exposure: pack.exposureId,
    indexes: indexes.join(","),
  });
  const response = await fetch(`/api/v1/stamps?${query}`, WITH_REASON);
  const pixels = await floats(response);
  const size = Number(response.headers.get("x-annulus-size"));
  return indexes.map((_, i) => ({
    width: size,
    height: size,
    pixels: pixels.subarray(i * size * size, (i + 1) * size * size),
  }));
}

/** A square of detector pixels about a place. */
export async function loadSection(
  address: { instrument: string; exposureId: string; detector: number },
  part: { x: number; y: number; size: number },
): Promise<SectionImage> {
  const query = new URLSearchParams({
    instrument: address.instrument,
    exposure: address.exposureId,
    detector: String(address.detector),
    ...Object.fromEntries(Object.entries(part).map(([name, value]) => [name, String(value)])),
  });
  const response = await fetch(`/api/v1/sections?${query}`, WITH_REASON);
  const pixels = await floats(response);
  const header = (name: string) => Number(response.headers.get(`x-annulus-${name}`));
  const unit = decodeURIComponent(response.headers.get("x-annulus-unit") ?? "");
  return {
    width: header("width"),
    height: header("height"),
    x0: header("x0"),
    y0: header("y0"),
    unit: unit || null,
    pixels,
  };
}
