// What the process was told from outside, parsed once at the door. Node only.

import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { z } from "zod";
import { InvalidParameterError } from "./errors";

const GIB = 1024;

const wholeNumber = (low: number, high: number) => z.coerce.number().int().min(low).max(high);
const unsetWhenEmpty = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(unsetWhenEmpty, schema.optional());

const variables = z.object({
  ANNULUS_PROJECT_ROOT: optional(z.string()),
  ANNULUS_HOME: optional(z.string()),
  ANNULUS_HOST: optional(z.string()),
  ANNULUS_PORT: optional(wholeNumber(1, 65535)),
  ANNULUS_THREADS: optional(wholeNumber(1, 1024)),
  ANNULUS_UPLOAD_LIMIT_MIB: optional(wholeNumber(1, 1024 * GIB)),
  ANNULUS_TILE_CACHE_MIB: optional(wholeNumber(1, 1024 * GIB)),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
});

export interface Environment {
  /** folder of package.json */
  projectRoot: string;
  /** where runs, uploads and the embedded database are kept */
  dataHome: string;
  /** PostgreSQL to use; null: the embedded one */
  databaseUrl: string | null;
  host: string;
  /** wished port of the pages; another is taken when it is in use */
  port: number;
  /** compute threads of one worker */
  threads: number;
  /** largest file that may be uploaded */
  uploadLimitBytes: number;
  /** tiles of images kept on the disk, all together */
  tileCacheBytes: number;
}

let cached: { key: string; value: Environment } | undefined;

/**
 * Settings of this process. Parsed again only when a variable changed, as tests do.
 *
 * @throws InvalidParameterError naming the variable that does not hold.
 */
export function environment(): Environment {
  const raw = Object.keys(variables.shape).map((name) => process.env[name]);
  const key = JSON.stringify([raw, process.cwd()]);
  if (cached?.key !== key) cached = { key, value: parseEnvironment(process.env) };
  return cached.value;
}

function parseEnvironment(env: NodeJS.ProcessEnv): Environment {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]);
    throw new InvalidParameterError({
      place: `environment variable ${name}`,
      found: name === "DATABASE_URL" ? "something else" : JSON.stringify(env[name]),
      expected: name === "DATABASE_URL" ? "postgresql://user:password@host:port/name" : expectedOf(name),
    });
  }
  const projectRoot = parsed.data.ANNULUS_PROJECT_ROOT ?? findProjectRoot();
  return {
    projectRoot,
    dataHome: path.resolve(projectRoot, parsed.data.ANNULUS_HOME ?? ".annulus"),
    databaseUrl: parsed.data.DATABASE_URL ?? null,
    host: parsed.data.ANNULUS_HOST ?? "127.0.0.1",
    port: parsed.data.ANNULUS_PORT ?? 4100,
    threads: parsed.data.ANNULUS_THREADS ?? availableParallelism(),
    uploadLimitBytes: (parsed.data.ANNULUS_UPLOAD_LIMIT_MIB ?? 4 * GIB) * 1024 * 1024,
    tileCacheBytes: (parsed.data.ANNULUS_TILE_CACHE_MIB ?? 2 * GIB) * 1024 * 1024,
  };
}

function expectedOf(name: string): string {
  if (name === "ANNULUS_PORT") return "a port from 1 to 65535";
  if (name === "ANNULUS_THREADS") return "a whole number from 1 to 1024";
  if (name === "ANNULUS_UPLOAD_LIMIT_MIB" || name === "ANNULUS_TILE_CACHE_MIB")
    return "a whole number of MiB, at least 1";
  return "text";
}

/** Nearest folder above the script, else above the current folder, whose package.json is ours: bundles move, folders do not. */
function findProjectRoot(): string {
  for (const start of [path.dirname(path.resolve(process.argv[1] ?? ".")), process.cwd()]) {
    for (let folder = start; ; folder = path.dirname(folder)) {
      if (isProject(path.join(folder, "package.json"))) return folder;
      if (folder === path.dirname(folder)) break;
    }
  }
  throw new InvalidParameterError({
    place: "environment variable ANNULUS_PROJECT_ROOT",
    found: "none, and no package.json of annulus above the current folder",
    expected: "the folder of package.json",
  });
}

function isProject(packageFile: string): boolean {
  if (!existsSync(packageFile)) return false;
  const parsed = z.object({ name: z.string() }).safeParse(JSON.parse(readFileSync(packageFile, "utf8")));
  return parsed.success && parsed.data.name === "annulus";
}
