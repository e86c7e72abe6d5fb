import { createHash, randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";

/**
 * Write a product so that nobody ever sees half of it: beside its place, then renamed onto it. A killed
 * task leaves at most a file whose name begins with a dot.
 *
 * @param file absolute path; folders are made
 * @param bytes all of its content
 */
export function writeBeside(file: string, bytes: Uint8Array | string): void {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true });
  const beside = path.join(folder, `.${path.basename(file)}.${randomUUID()}`);
  try {
    writeFileSync(beside, bytes);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/**
 * As writeBeside, for a product that is made piece by piece, so that it need not be whole in memory.
 *
 * @param file absolute path; folders are made
 * @param pieces its content, in order
 * @returns size and sha256 of what was written
 */
export function writePiecesBeside(file: string, pieces: Iterable<Uint8Array>): { bytes: number; checksum: string } {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true });
  const beside = path.join(folder, `.${path.basename(file)}.${randomUUID()}`);
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    const target = openSync(beside, "wx");
    try {
      for (const piece of pieces) {
        for (let done = 0; done < piece.length; ) done += writeSync(target, piece, done);
        hash.update(piece);
        bytes += piece.length;
      }
    } finally {
      closeSync(target);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return { bytes, checksum: hash.digest("hex") };
}
