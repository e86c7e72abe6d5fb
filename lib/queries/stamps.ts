// Stamps of one exposure and run out of its pack: only the bytes of the asked stamps are read.
import "server-only";
import { stat } from "node:fs/promises";
import { z } from "zod";
import { STAMP_SIZE } from "@/lib/dark-rings/stamp-pack";
import { openFile } from "@/lib/files/byte-source";
import { stampPackPath } from "@/lib/runs/paths";
import { FileUnreadableError, InvalidParameterError, MalformedFileError } from "../errors";

const MAGIC_BYTES = 8;
const HEAD_BYTES = 12;
const FLOAT_BYTES = 4;
const headSchema = z.object({ size: z.int().min(1).max(1024), entries: z.array(z.unknown()) });

interface PackHead {
  size: number;
  count: number;
  stampsStart: number;
}

/** Heads by path and modification time: a gallery asks for the same pack many times. */
const heads = new Map<string, PackHead>();
const HEADS_KEPT = 64;

/** Stamps one after the other, size * size float32 little-endian each. */
export interface Stamps {
  size: number;
  bytes: Uint8Array;
}

/**
 * Reads stamps by their places in the pack, in the order asked.
 * @throws FileUnreadableError when the run kept no pack; MalformedFileError; InvalidParameterError for a place beyond the end
 */
export async function readStamps(
  pack: { runId: number; instrument: string; exposureId: bigint },
  indexes: readonly number[],
): Promise<Stamps> {
  const path = stampPackPath(pack.runId, pack.instrument, pack.exposureId);
  const place = `stamps of run ${pack.runId}, ${pack.instrument} ${pack.exposureId}`;
  const source = await openFile(path);
  try {
    const { mtimeMs } = await stat(path);
    const head = await readHead(source, `${path} ${mtimeMs}`, place);
    const stampBytes = head.size * head.size * FLOAT_BYTES;
    const bytes = new Uint8Array(indexes.length * stampBytes);
    for (const [i, index] of indexes.entries()) {
      if (index < 0 || index >= head.count) {
        throw new InvalidParameterError({ place, found: `stamp ${index}`, expected: `0 to ${head.count - 1}` });
      }
      const start = head.stampsStart + index * stampBytes;
      bytes.set(await source.read(start, start + stampBytes), i * stampBytes);
    }
    return { size: head.size, bytes };
  } finally {
    await source.close();
  }
}

async function readHead(
  source: { byteLength: number; read(start: number, end: number): Promise<Uint8Array> },
  key: string,
  place: string,
): Promise<PackHead> {
  const known = heads.get(key);
  if (known) return known;
  if (source.byteLength < HEAD_BYTES) {
    throw new FileUnreadableError({
      place,
      found: `${source.byteLength} bytes`,
      expected: `a pack of ${STAMP_SIZE} px stamps`,
    });
  }
  const start = await source.read(0, HEAD_BYTES);
  const magic = new TextDecoder("latin1").decode(start.subarray(0, MAGIC_BYTES));
  const indexBytes = new DataView(start.buffer, start.byteOffset).getUint32(MAGIC_BYTES, true);
  if (magic !== "ANSTAMP1" || HEAD_BYTES + indexBytes > source.byteLength) {
    throw new MalformedFileError({ place, found: JSON.stringify(magic), expected: "a whole ANSTAMP1 file" });
  }
  const text = new TextDecoder().decode(await source.read(HEAD_BYTES, HEAD_BYTES + indexBytes));
  const { size, entries } = headSchema.parse(JSON.parse(text));
  const stampsStart = Math.ceil((HEAD_BYTES + indexBytes) / FLOAT_BYTES) * FLOAT_BYTES;
  const head = { size, count: entries.length, stampsStart };
  if (heads.size >= HEADS_KEPT) heads.clear();
  heads.set(key, head);
  return head;
}
