// What GET /api/v1/candidates/stamps answers, in one piece: every channel of every candidate of a page. Pure.
//
// Little-endian: "ANCAND01"; bytes of the JSON as uint32; the JSON, padded to 4; float32 of one stamp after the other, size * size each,
// `pixels[y * size + x]`, NaN outside of the image. A channel's `stamp` is its place among them.

import { z } from "zod";
import { MalformedFileError } from "../errors";

const MAGIC = "ANCAND01";
const HEAD_BYTES = MAGIC.length + 4;
const WORD = 4;
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

const headSchema = z.object({ size: z.number().int().min(1).max(LARGEST_STAMP), candidates: z.array(candidateSchema) });

/** Stamps of some candidates. */
export interface StampAnswer {
  /** px each way */
  size: number;
  candidates: StampedCandidate[];
  /** StampChannel.stamp is the index */
  stamps: Float32Array[];
}

/**
 * The bytes of an answer.
 *
 * @param answer all stamps of one size
 * @returns bytes for decodeStampAnswer
 */
export function encodeStampAnswer({ size, candidates, stamps }: StampAnswer): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify({ size, candidates }));
  const start = padded(HEAD_BYTES + json.length);
  const bytes = new Uint8Array(start + WORD * size * size * stamps.length);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, json.length, true);
  bytes.set(json, HEAD_BYTES);
  for (const [i, stamp] of stamps.entries()) new Float32Array(bytes.buffer, start + WORD * size * size * i).set(stamp);
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
  if (aligned.length < HEAD_BYTES || new TextDecoder().decode(aligned.subarray(0, MAGIC.length)) !== MAGIC) {
    throw malformed(`${aligned.length} bytes of another kind`);
  }
  const jsonBytes = new DataView(aligned.buffer, aligned.byteOffset).getUint32(MAGIC.length, true);
  const start = padded(HEAD_BYTES + jsonBytes);
  if (start > aligned.length) throw malformed("an answer that ends too early");
  const json: unknown = JSON.parse(new TextDecoder().decode(aligned.subarray(HEAD_BYTES, HEAD_BYTES + jsonBytes)));
  const { size, candidates } = headSchema.parse(json);
  const count = (aligned.length - start) / (WORD * size * size);
  const asked = candidates.flatMap(({ channels }) => channels.flatMap(({ stamp }) => stamp ?? []));
  if (!Number.isInteger(count) || asked.some((stamp) => stamp >= count))
    throw malformed("an answer that ends too early");
  const stamps = Array.from(
    { length: count },
    (_, i) => new Float32Array(aligned.buffer, aligned.byteOffset + start + WORD * size * size * i, size * size),
  );
  return { size, candidates, stamps };
}

function padded(bytes: number): number {
  return Math.ceil(bytes / WORD) * WORD;
}

function malformed(found: string): MalformedFileError {
  return new MalformedFileError({ place: "stamps of candidates", found, expected: "a whole answer of this version" });
}
