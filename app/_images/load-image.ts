// An image of the server as a source of tiles: its description first, then tiles and pixels of that state of it.
import { z } from "zod";
import type { ImageSource, PixelReading } from "@/components/image/image-source";
import type { Statistic, TileAddress } from "@/lib/images/description";
import { decodeImageAnswer } from "@/lib/images/image-answer";
import { decodeTile } from "@/lib/images/tile-codec";

/** Refusals come with status 200 and are shown where the picture would be. */
const WITH_REASON = { "x-annulus-reason": "yes" };
const refusalSchema = z.object({ message: z.string(), tag: z.string().optional() });
const pixelSchema = z.object({ value: z.number().nullable(), text: z.string(), mask: z.number().nullable() });

async function answerOf(path: string, query: Record<string, string | number>, signal?: AbortSignal): Promise<Response> {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return fetch(`${path}?${search}`, { headers: WITH_REASON, ...(signal ? { signal } : {}) });
}

/** Gets what happened to the file of an image that was there before. */
type OnTrouble = (message: string) => void;

/** The server's reason as an Error. */
function refused(body: unknown, status: number, onTrouble?: OnTrouble): Error {
  const refusal = refusalSchema.safeParse(body).data;
  if (refusal?.tag === "FileUnreadable") onTrouble?.(refusal.message);
  return new Error(refusal?.message ?? `the server answered ${status}`);
}

async function bytesOf(response: Response, onTrouble?: OnTrouble): Promise<Uint8Array<ArrayBuffer>> {
  const isBytes = response.headers.get("content-type") === "application/octet-stream";
  if (response.ok && isBytes) return new Uint8Array(await response.arrayBuffer());
  throw refused(await response.json().catch(() => null), response.status, onTrouble);
}

async function pixelOf(response: Response, onTrouble: OnTrouble): Promise<PixelReading> {
  const body: unknown = await response.json().catch(() => null);
  const pixel = pixelSchema.safeParse(body);
  if (pixel.success) return { ...pixel.data, value: pixel.data.value ?? Number.NaN };
  throw refused(body, response.status, onTrouble);
}

/**
 * Describes an image and fetches the tiles of its first drawing.
 *
 * @param text name of the image (lib/images/source-text.ts)
 * @param side the first drawing is at most so many pixels a side
 * @param onTrouble gets what happened to the file meanwhile
 * @param statistic of the first drawing's blocks; of a mosaic the sample, and so the limits, are of it too
 * @throws Error with the server's reason
 */
export async function loadImage(
  text: string,
  side: number,
  onTrouble: OnTrouble,
  statistic: Statistic = "mean",
): Promise<ImageSource> {
  const { description, overview } = decodeImageAnswer(
    await bytesOf(await answerOf("/api/v1/images", { source: text, side, statistic })),
  );
  const { key } = description;
  return {
    description,
    overview,
    loadTile: async (address: TileAddress, signal: AbortSignal) => {
      const { level, column, row, plane } = address;
      const query = { source: text, key, level, column, row, plane };
      return decodeTile(await bytesOf(await answerOf("/api/v1/images/tile", query, signal), onTrouble));
    },
    readPixel: async (x, y) => pixelOf(await answerOf("/api/v1/images/pixel", { source: text, key, x, y }), onTrouble),
  };
}

/** Address of a section as a FITS file; the box is half-open. */
export function sectionHref(
  text: string,
  key: string,
  box: { x0: number; y0: number; x1: number; y1: number },
): string {
  const query = new URLSearchParams({ source: text, key });
  for (const [name, value] of Object.entries(box)) query.set(name, String(value));
  return `/api/v1/images/section?${query}`;
}

/** Begins the download of a section. */
export function saveSection(text: string, source: ImageSource, box: Parameters<typeof sectionHref>[2]): void {
  const link = document.createElement("a");
  link.href = sectionHref(text, source.description.key, box);
  link.download = "";
  link.click();
}
