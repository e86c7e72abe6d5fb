import { realpathSync } from "node:fs";
import { isAbsolute, resolve, sep } from "node:path";
import { FileUnreadableError, InvalidParameterError } from "@/lib/errors";
import { describeSystemError } from "./system-error";

/**
 * The absolute path of a file under a root, symbolic links resolved. The result lies under the resolved root.
 * @param relativePath forward slashes; ".." is allowed only as far as the result stays inside
 * @throws InvalidParameterError when the path, or a link on it, leads out of the root
 * @throws FileUnreadableError when root or file is not there or may not be read
 */
export function resolveUnder(root: string, relativePath: string): string {
  if (relativePath.includes("\0") || isAbsolute(relativePath)) throw outside(root, relativePath);
  const realRoot = realPath(root, root);
  if (!isUnder(resolve(root), resolve(root, relativePath))) throw outside(root, relativePath);
  const target = realPath(resolve(realRoot, relativePath), relativePath);
  if (!isUnder(realRoot, target)) throw outside(root, relativePath);
  return target;
}

/** True when the absolute `path` is the folder `root` or lies in it; both already free of links and "..". */
export function isUnder(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function realPath(path: string, place: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw new FileUnreadableError({ place, found: describeSystemError(cause), expected: "a readable file" }, { cause });
  }
}

function outside(root: string, relativePath: string): InvalidParameterError {
  return new InvalidParameterError({
    place: relativePath.replaceAll("\0", "\\0"),
    found: "leads out of its mount",
    expected: `a path that stays under ${root}`,
  });
}
