import path from "node:path";
import { environment } from "@/lib/environment";
import { NotFoundError } from "@/lib/errors";
import { type ConfiguredMount, readMountConfiguration } from "@/lib/runs/mount-configuration";
import { listMounts, type MountSummary } from "@/lib/runs/mounts";
import { addMount, removeMount, requestScan } from "@/lib/runs/requests";
import { describeSummary, scanMount } from "@/lib/runs/scan/scan-mount";
import { withConnections } from "./connections";
import { printJson, printTable, progressDisplay } from "./terminal";
import { readOptions, readTextFile, UsageError } from "./usage";

const USAGE = `usage: annulus mount add DIR... [--name NAME] [--rules FILE.yaml] [--queue]
       annulus mount list [--json]
       annulus mount remove NAME|ID|DIR...
       annulus mount scan [NAME|ID|DIR...] [--everything] [--queue]
       annulus mount apply [FILE.yaml] [--queue]

A mount is a folder of FITS files. Nothing under it is ever written.
--rules       YAML that tells the generic reader where the names are
--everything  read every header again, not only those of new and changed files
--queue       let a worker scan, do not wait for it
apply         mounts what a file lists, mounts.yaml in the data home if not named; \`npm start\` does it too`;

/** @returns 0; 1 when a scan failed */
export async function run(args: string[]): Promise<number> {
  const [action, ...rest] = args;
  const options = {
    name: { type: "string" },
    rules: { type: "string" },
    everything: { type: "boolean" },
    queue: { type: "boolean" },
    json: { type: "boolean" },
  } as const;
  const { values, positionals } = readOptions(action === "--help" || action === "-h" ? args : rest, options, USAGE);
  const isQueued = values.queue ?? false;
  switch (action) {
    case "add":
      return withConnections(() => add(positionals, { ...values, isQueued }));
    case "apply":
      return withConnections(() => applyFile(positionals, isQueued));
    case "list":
      return withConnections(() => list(values.json ?? false));
    case "remove":
      return withConnections(() => remove(positionals));
    case "scan":
      return withConnections(async () => scan(await chooseMounts(positionals), { ...values, isQueued }));
    default:
      throw new UsageError(
        `mount${action === undefined ? "" : ` ${action}`}: expected add, list, remove, scan or apply`,
      );
  }
}

interface ScanChoice {
  isQueued: boolean;
  everything?: boolean;
}

async function add(folders: string[], options: { name?: string; rules?: string } & ScanChoice): Promise<number> {
  if (folders.length === 0) throw new UsageError("mount add: expected a folder");
  if (options.name !== undefined && folders.length > 1) throw new UsageError("--name: expected one folder with it");
  const rules = options.rules === undefined ? undefined : readTextFile(options.rules);
  let exitCode = 0;
  for (const folder of folders) {
    const added = await addOne({ root: path.resolve(folder), name: options.name, rules }, options);
    exitCode = Math.max(exitCode, added);
  }
  return exitCode;
}

async function addOne(wanted: ConfiguredMount, choice: ScanChoice): Promise<number> {
  const { mountId } = await addMount(wanted);
  const mount = (await listMounts()).find(({ id }) => id === mountId);
  return mount === undefined ? 1 : scan([mount], choice);
}

async function applyFile(files: string[], isQueued: boolean): Promise<number> {
  if (files.length > 1) throw new UsageError("mount apply: expected one file");
  const file = path.resolve(files[0] ?? path.join(environment().dataHome, "mounts.yaml"));
  let exitCode = 0;
  for (const mount of readMountConfiguration(file)) {
    exitCode = Math.max(exitCode, await addOne(mount, { isQueued }));
  }
  return exitCode;
}

async function list(isJson: boolean): Promise<number> {
  const mounts = await listMounts();
  if (isJson) printJson(mounts);
  else if (mounts.length === 0) console.log("no mounts; annulus mount add DIR adds one");
  else {
    const rows = mounts.map(({ id, name, root, scanState, scanNote, scannedAt }) => {
      return [String(id), name, root, scanState, scannedAt?.toISOString().slice(0, 16) ?? "never", scanNote ?? ""];
    });
    printTable(["id", "name", "folder", "state", "scanned (UT)", "files"], rows);
  }
  return 0;
}

async function remove(names: string[]): Promise<number> {
  if (names.length === 0) throw new UsageError("mount remove: expected a name, an id or a folder");
  for (const mount of await chooseMounts(names)) {
    await removeMount(mount.id);
    console.log(`${mount.name} is no longer mounted; what was measured stays`);
  }
  return 0;
}

async function chooseMounts(names: string[]): Promise<MountSummary[]> {
  const mounts = await listMounts();
  if (names.length === 0) return mounts;
  return names.map((wanted) => {
    const found = mounts.find(
      ({ id, name, root }) => name === wanted || String(id) === wanted || root === path.resolve(wanted),
    );
    if (found !== undefined) return found;
    const known = mounts.map(({ name }) => name).join(", ") || "a mount (there is none)";
    throw new NotFoundError({ place: `mount ${wanted}`, found: "none", expected: known });
  });
}

async function scan(mounts: readonly MountSummary[], choice: ScanChoice): Promise<number> {
  const display = progressDisplay(false);
  for (const mount of mounts) {
    if (choice.isQueued) {
      await requestScan(mount.id);
      display.say(`${mount.name}: waits for a worker to scan it`);
      continue;
    }
    const onProgress = (summary: Parameters<typeof describeSummary>[0]): void => {
      display.show({ fraction: null, text: `${mount.name}: ${describeSummary(summary)}` });
    };
    const summary = await scanMount(mount.id, { everything: choice.everything, onProgress });
    display.end();
    console.log(`${mount.name}: ${describeSummary(summary)}`);
  }
  return 0;
}
