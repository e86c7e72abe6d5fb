// Which code made a number: version of the package and, in a clone, the commit.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { environment } from "@/lib/environment";

const packageFile = z.object({ version: z.string() });

let cached: string | null = null;

/**
 * Version of the running code, e.g. "0.1.0+3ea4061b2c55"; read once per process.
 *
 * @returns version, and the commit where .git is there
 */
export function codeVersion(): string {
  cached ??= readVersion(environment().projectRoot);
  return cached;
}

function readVersion(projectRoot: string): string {
  const { version } = packageFile.parse(JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8")));
  const commit = findCommit(path.join(projectRoot, ".git"));
  return commit === null ? version : `${version}+${commit.slice(0, 12)}`;
}

function findCommit(gitFolder: string): string | null {
  const head = readIfThere(path.join(gitFolder, "HEAD"));
  if (head === null) return null;
  if (!head.startsWith("ref: ")) return head;
  const name = head.slice("ref: ".length);
  const loose = readIfThere(path.join(gitFolder, name));
  if (loose !== null) return loose;
  const packed = readIfThere(path.join(gitFolder, "packed-refs"))?.split("\n") ?? [];
  return packed.find((line) => line.endsWith(` ${name}`))?.split(" ")[0] ?? null;
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
}
