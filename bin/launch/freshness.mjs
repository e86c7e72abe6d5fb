// Is something made from sources still what they would make? Stamps in build/stamps hold hashes of contents.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./programs.mjs";

const STAMPS = path.join(ROOT, "build/stamps");
const SKIPPED_FOLDERS = new Set(["node_modules", "generated", "testing"]);
const SKIPPED_FILES = /\.test\.tsx?$|\.golden\.py$|\.md$/;

/**
 * Makes something again when its sources changed or it is gone.
 *
 * @param {{ name: string, sources: string[], products: string[], make: () => Promise<void>, extra?: string }} thing
 *   sources and products relative to the project; `extra` is anything else that the product depends on
 */
export async function keepFresh({ name, sources, products, make, extra = "" }) {
  const stamp = path.join(STAMPS, name);
  const wanted = `${hashFiles(sources)} ${extra} node ${process.versions.node}`;
  const isThere = products.every((product) => existsSync(path.join(ROOT, product)));
  if (isThere && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  mkdirSync(STAMPS, { recursive: true });
  rmSync(stamp, { force: true });
  await make();
  writeFileSync(stamp, wanted);
}

/** Hash of names and contents of files and folders, without tests and what is generated. */
export function hashFiles(paths) {
  const hash = createHash("sha256");
  for (const name of paths.flatMap((entry) => listFiles(entry))) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(path.join(ROOT, name)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 24);
}

/** @returns {string[]} files under a file or folder, sorted; none when it is not there */
function listFiles(name) {
  const full = path.join(ROOT, name);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [name];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() ? !SKIPPED_FOLDERS.has(entry.name) : !SKIPPED_FILES.test(entry.name)))
    .map((entry) => path.join(name, entry.name))
    .sort()
    .flatMap(listFiles);
}
