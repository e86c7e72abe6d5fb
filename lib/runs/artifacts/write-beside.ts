import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
