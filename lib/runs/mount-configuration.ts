// Mounts as a file: what `annulus mount apply` and every start read, by default mounts.yaml in the data home.
//
//     mounts:
//       - folder: /data/darks            # relative folders start at the file
//       - folder: /data/goodman
//         name: goodman
//         rules: goodman.yaml            # as in docs/surveys.md, relative to the file

import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { FileUnreadableError, InvalidParameterError } from "@/lib/errors";
import { refusalOf } from "@/lib/refusals";
import { parseYaml } from "@/lib/yaml-text";

const configuration = z.strictObject({
  mounts: z.array(
    z.strictObject({ folder: z.string().min(1), name: z.string().optional(), rules: z.string().optional() }),
  ),
});

/** One mount as the file wants it. */
export interface ConfiguredMount {
  /** absolute */
  root: string;
  name?: string;
  /** text of the rules, not their path */
  rules?: string;
}

/**
 * Reads a file of mounts.
 *
 * @param file absolute path
 * @returns the mounts in the order of the file
 * @throws FileUnreadableError when the file, or a file of rules that it names, cannot be read
 * @throws InvalidParameterError when it is no YAML, or an entry does not hold
 */
export function readMountConfiguration(file: string): ConfiguredMount[] {
  const input = parseYaml(readText(file), file);
  const parsed = configuration.safeParse(input);
  if (!parsed.success) {
    const { name, found, expected } = refusalOf(parsed.error, input);
    throw new InvalidParameterError({
      place: `${file}: ${name || "the file"}`,
      found,
      expected: `${expected} (mounts: a list of { folder, name?, rules? })`,
    });
  }
  const folder = path.dirname(file);
  return parsed.data.mounts.map((mount) => ({
    root: path.resolve(folder, mount.folder),
    name: mount.name,
    rules: mount.rules === undefined ? undefined : readText(path.resolve(folder, mount.rules)),
  }));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const found = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer of the disk";
    throw new FileUnreadableError({ place: file, found, expected: "a readable file" }, { cause });
  }
}
