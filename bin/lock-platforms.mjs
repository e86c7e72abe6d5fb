#!/usr/bin/env node
// lock-platforms: makes `npm ci` accept a lock file that lacks optional packages of other platforms.
//
// Native tools list one optional package per platform. Where the npm registry
// in use does not hold some of those of OTHER platforms, `npm install` leaves
// them out of package-lock.json without a word, and `npm ci` then refuses the
// lock ("Missing: ... from lock file"). This script adds an entry for each: its
// version and the os / cpu / libc read off its name. npm skips such an entry on
// this platform and never looks it up. The entries carry no integrity hash; on a
// machine with the full registry, making the lock there is the better cure.
//
// Usage: node lock-platforms.mjs [package-lock.json]   (after every `npm install`)

import fs from "node:fs";

const OS_NAMES = ["android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32", "aix"];
const OS_ALIASES = { windows: "win32" };
const CPU_NAMES = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const CPU_ALIASES = { ppc64le: "ppc64", ppc64el: "ppc64" };

/** os / cpu / libc lists for a platform package name, or null when the name tells nothing. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const find = (names, aliases) => words.map((w) => aliases[w] ?? w).find((w) => names.includes(w));
  const os = find(OS_NAMES, OS_ALIASES);
  const cpu = find(CPU_NAMES, CPU_ALIASES);
  if (!os && !cpu) return null;
  const libc = words.some((w) => w.startsWith("musl"))
    ? "musl"
    : words.some((w) => w.startsWith("gnu"))
      ? "glibc"
      : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && os === "linux" && { libc: [libc] }) };
}

/** True when a package at `parentPath` can resolve `name` in the lock. */
function isResolvable(packages, parentPath, name) {
  for (let dir = parentPath; ; dir = dir.slice(0, Math.max(dir.lastIndexOf("/node_modules/"), 0))) {
    if (packages[`${dir ? `${dir}/` : ""}node_modules/${name}`]) return true;
    if (!dir) return false;
  }
}

const file = process.argv[2] ?? "package-lock.json";
const lock = JSON.parse(fs.readFileSync(file, "utf8"));
const added = [];
for (const [parentPath, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isResolvable(lock.packages, parentPath, name)) continue;
    const platform = platformOf(name);
    if (!platform || !/^\d+\.\d+\.\d+[\w.+-]*$/.test(version)) {
      console.error(`left alone: ${name}@${version} (wanted by ${parentPath})`);
      continue;
    }
    const other = (list, value) => list && !list.includes(value);
    if (
      !other(platform.os, process.platform) &&
      !other(platform.cpu, process.arch) &&
      !platform.libc?.includes("musl")
    ) {
      console.error(`WARNING: ${name}@${version} is for THIS platform and is missing; npm cannot install it`);
      continue;
    }
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(platform.cpu && { cpu: platform.cpu }),
      ...(entry.dev && { dev: true }),
      ...(platform.libc && { libc: platform.libc }),
      optional: true,
      ...(platform.os && { os: platform.os }),
    };
    added.push(`${name}@${version}`);
  }
}
const root = lock.packages[""];
lock.packages = Object.fromEntries(
  Object.entries(lock.packages)
    .filter(([key]) => key)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);
lock.packages = { "": root, ...lock.packages };
fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length ? `added ${added.length}:\n  ${added.join("\n  ")}` : "nothing missing");
