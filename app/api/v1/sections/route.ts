// GET ?instrument&exposure&detector and either x, y, size (a square about a place) or side (the whole in bins of at most
// that many a side): float32 little-endian pixels; the box, the bin and the unit are in the headers.
import { z } from "zod";
import { roundHalfToEven } from "@/lib/dark-rings";
import { type PixelBlock, readBinned, readSection } from "@/lib/queries/section";
import { answer, parametersOf } from "../error-response";

const LARGEST_SECTION = 2048;

const schema = z.object({
  instrument: z.string().min(1),
  exposure: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt),
  detector: z.coerce.number().int().min(0),
  x: z.coerce.number().optional(),
  y: z.coerce.number().optional(),
  size: z.coerce.number().int().min(2).max(LARGEST_SECTION).default(64),
  side: z.coerce.number().int().min(16).max(LARGEST_SECTION).default(1024),
});

function pixelResponse(block: PixelBlock, bin: number): Response {
  return new Response(new Uint8Array(block.pixels.buffer), {
    headers: {
      "content-type": "application/octet-stream",
      "cache-control": "private, max-age=600",
      "x-annulus-x0": String(block.x0),
      "x-annulus-y0": String(block.y0),
      "x-annulus-width": String(block.width),
      "x-annulus-height": String(block.height),
      "x-annulus-bin": String(bin),
      "x-annulus-unit": encodeURIComponent(block.unit ?? ""),
    },
  });
}

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { instrument, exposure, detector, x, y, size, side } = schema.parse(parametersOf(request));
    const address = { instrument, exposureId: exposure, detector };
    if (x === undefined || y === undefined) {
      const binned = await readBinned(address, side);
      return pixelResponse(binned, binned.bin);
    }
    // the same corner as the stamps have
    const x0 = roundHalfToEven(x) - Math.floor(size / 2);
    const y0 = roundHalfToEven(y) - Math.floor(size / 2);
    return pixelResponse(await readSection(address, { x0, y0, x1: x0 + size, y1: y0 + size }), 1);
  }, request);
}
