// What GET /api/v1/candidates/stamps answers, in one piece: every channel of every candidate of a page. Pure.
//
// Little-endian: "ANCAND02"; float32 of one stamp after the other, size * size each, `pixels[y * size + x]`, NaN outside of the image; the
// JSON; its bytes as uint32. A channel's `stamp` is its place among the stamps. The JSON comes last because the limits of an image are
// known when its stamps are cut, and so an answer can be sent as it is made.

import { z } from "zod";
import { MalformedFileError } from "../errors";

const MAGIC = "ANCAND02";
const WORD = 4;
/** "{", as the JSON begins */
const OPENING = 0x7b;
/** px each way */
export const LARGEST_STAMP = 256;

const limitsSchema = z.object({ low: z.number(), high: z.number() });
/** Values drawn as the first and the last colour. */
export type StampLimits = z.output<typeof limitsSchema>;

const channelSchema = z.object({
  /** 1 to 9 in the published order; of alerts 1 science, 2 template, 3 difference */
  index: z.number(),
  label: z.string(),
  state: z.enum(["present", "absent", "broken"]),
  /** why there is none, or what stands in */
  reason: z.string().nullable(),
  /** zscale of the full image; null: no finite pixel, or not asked for */
  limits: limitsSchema.nullable(),
  /** place among the stamps; null: none */
  stamp: z.number().nullable(),
});
export type StampChannel = z.output<typeof channelSchema>;

const candidateSchema = z.object({
  rowId: z.string(),
  candidateId: z.string(),
  /** pixel of the science image that is the first of the stamps; null: place not known, or stamps of an alert */
  x0: z.number().nullable(),
  y0: z.number().nullable(),
  channels: z.array(channelSchema),
});
export type StampedCandidate = z.output<typeof candidateSchema>;

const tailSchema = z.object({ size: z.number().int().min(1).max(LARGEST_STAMP), candidates: z.array(candidateSchema) });

/** Stamps of some candidates. */
export interface StampAnswer {
  /** px each way */
  size: number;
  candidates: StampedCandidate[];
  /** StampChannel.stamp is the index */
  stamps: Float32Array[];
}

/**
 * What stands before the stamps.
 *
 * @returns the first bytes of every answer
 */
export function stampAnswerHead(): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(MAGIC);
}

/**
 * What stands behind the stamps.
 *
 * @param answer all stamps of one size
 * @returns the last bytes of the answer
 */
export function stampAnswerTail({ size, candidates }: Omit<StampAnswer, "stamps">): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify({ size, candidates }));
  const bytes = new Uint8Array(json.length + WORD);
  bytes.set(json);
  new DataView(bytes.buffer).setUint32(json.length, json.length, true);
  return bytes;
}

/**
 * The stamps of an answer.
 *
 * @param bytes as they came; stamps are views of them
 * @throws MalformedFileError for bytes that are no whole answer
 */
export function decodeStampAnswer(bytes: Uint8Array<ArrayBuffer>): StampAnswer {
  const aligned = bytes.byteOffset % WORD === 0 ? bytes : bytes.slice();
  const start = MAGIC.length;
  if (aligned.length < start + WORD || new TextDecoder().decode(aligned.subarray(0, start)) !== MAGIC) {
    throw malformed(`${aligned.length} bytes of another kind`);
  }
  const jsonEnd = aligned.length - WORD;
  const jsonBytes = new DataView(aligned.buffer, aligned.byteOffset).getUint32(jsonEnd, true);
  const jsonStart = jsonEnd - jsonBytes;
  // bytes of a stamp where the JSON is told to be hardly begin as it does
  if (jsonStart < start || aligned[jsonStart] !== OPENING) throw malformed("an answer that ends too early");
  const json: unknown = JSON.parse(new TextDecoder().decode(aligned.subarray(jsonStart, jsonEnd)));
  const { size, candidates } = tailSchema.parse(json);
  const count = (jsonStart - start) / (WORD * size * size);
  const asked = candidates.flatMap(({ channels }) => channels.flatMap(({ stamp }) => stamp ?? []));
  if (!Number.isInteger(count) || asked.some((stamp) => stamp >= count))
    throw malformed("an answer that ends too early");
  const stamps = Array.from(
    { length: count },
    (_, i) => new Float32Array(aligned.buffer, aligned.byteOffset + start + WORD * size * size * i, size * size),
  );
  return { size, candidates, stamps };
}

function malformed(found: string): MalformedFileError {
  return new MalformedFileError({ place: "stamps of candidates", found, expected: "a whole answer of this version" });
}
