// npm run bench -- fits [--folder DIR] [--rounds N] [--only TEXT]: milliseconds to open a FITS file and read its image into an
// array, warm; ours, astropy's and fitsio's in turn on the same files. Writes bench/results/fits.json.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { environment } from "@/lib/environment";
import { openFile } from "@/lib/files/byte-source";
import { openFits, type PixelArray, readPixels } from "@/lib/readers/fits";
import { makeFiles } from "./fits/files";
import { type Library, type Peers, startPeers } from "./fits/peers";
import { ROWS, type Row } from "./fits/rows";

/** What a compute thread has: memory for an image, kept from one to the next. */
const kept = new ArrayBuffer(4096 * 4096 * 4);

const LIBRARIES: Library[] = ["astropy", "fitsio"];

/** Milliseconds: the best round and the middle one by the clock, and the best of processor time in all threads. */
interface Lap {
  best: number;
  median: number;
  bestCpu: number;
}

type Time = { ms: number; cpuMs: number };

interface Measured {
  row: Row;
  ours: Lap;
  peers: Partial<Record<Library, Lap>>;
  /** Ours by the peer of the target, best by best; null without a target or that peer. */
  ratio: number | null;
  cpuRatio: number | null;
}

const { values: options } = parseArgs({
  options: {
    folder: { type: "string" },
    rounds: { type: "string", default: "9" },
    only: { type: "string", default: "" },
  },
});
const folder = options.folder ? path.resolve(options.folder) : mkdtempSync(path.join(tmpdir(), "annulus-bench-"));
try {
  await benchFits(folder, Number(options.rounds), options.only);
} finally {
  if (!options.folder) rmSync(folder, { recursive: true });
}

async function benchFits(files: string, rounds: number, only: string): Promise<void> {
  const origin = makeFiles(files);
  const peers = await startPeers();
  const rows = ROWS.filter((row) => row.name.includes(only) && existsSync(path.join(files, row.file)));
  console.log(`${rows.length} files (${origin}), ${rounds} rounds; milliseconds, best (median)\n`);
  console.log(lineOf(["", "ours", "astropy", "fitsio", "ratio", "cpu", "promised", "aim", ""]));
  const measured: Measured[] = [];
  for (const row of rows) {
    const found = await measure(row, path.join(files, row.file), rounds, peers);
    measured.push(found);
    console.log(lineOf(cellsOf(found)));
  }
  const versions = { node: process.version, ...(peers?.versions ?? {}) };
  peers?.close();
  if (only === "")
    saveResults({ date: new Date().toISOString(), machine: machine(), versions, origin, rounds, rows: measured });
}

/** Rounds of ours and theirs in turn; the first of each warms up and must give the same pixels. */
async function measure(row: Row, file: string, rounds: number, peers: Peers | null): Promise<Measured> {
  const libraries = LIBRARIES.filter((library) => peers?.has(library));
  const times: Record<Library | "ours", Time[]> = { ours: [], astropy: [], fitsio: [] };
  for (let round = 0; round <= rounds; round++) {
    const { pixels, ...time } = await readOurs(row, file);
    if (round > 0) times.ours.push(time);
    for (const library of libraries) {
      const theirs = await peers!.read(library, file, row.hdu);
      if (round > 0) times[library].push(theirs);
      else requireSame(row, library, sumOf(pixels), theirs.sum);
    }
  }
  const laps = Object.fromEntries(libraries.map((library) => [library, lapOf(times[library])]));
  const ours = lapOf(times.ours);
  const peer = row.target ? laps[row.target.library] : undefined;
  const ratio = peer ? ours.best / peer.best : null;
  return { row, ours, peers: laps, ratio, cpuRatio: peer ? ours.bestCpu / peer.bestCpu : null };
}

async function readOurs(row: Row, path: string): Promise<Time & { pixels: PixelArray }> {
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  const source = await openFile(path);
  const file = await openFits(source);
  const { pixels } = await readPixels(file, row.hdu, row.keepsMemory ? { memory: kept } : {});
  await source.close();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuStart);
  return { ms, cpuMs: (user + system) / 1e3, pixels };
}

function sumOf(pixels: PixelArray): number {
  let sum = 0;
  for (const pixel of pixels) if (Number.isFinite(Number(pixel))) sum += Number(pixel);
  return sum;
}

/** fitsio does not know BLANK of plain images; nothing else may differ. */
function requireSame(row: Row, library: Library, ours: number, theirs: number): void {
  const tolerance = 1e-9 * Math.abs(theirs) + 1;
  if (Math.abs(ours - theirs) <= tolerance || (row.file === "scaled.fits" && library === "fitsio")) return;
  throw new Error(`${row.name}: pixels of ours add up to ${ours}, those of ${library} to ${theirs}`);
}

function lapOf(times: Time[]): Lap {
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b);
  const bestCpu = Math.min(...times.map(({ cpuMs }) => cpuMs));
  return { best: sorted[0] ?? Number.NaN, median: sorted[sorted.length >> 1] ?? Number.NaN, bestCpu };
}

function cellsOf({ row, ours, peers, ratio, cpuRatio }: Measured): string[] {
  const text = (lap: Lap | undefined) => (lap ? `${lap.best.toFixed(1)} (${lap.median.toFixed(1)})` : "not measured");
  const cells = [row.name, text(ours), text(peers.astropy), text(peers.fitsio)];
  if (!row.target) return [...cells, "", "", "", "", ""];
  const { library, most, aim } = row.target;
  const verdict =
    ratio === null ? "not measured" : ratio <= aim ? "met, and the aim" : ratio <= most ? "met" : "NOT MET";
  const against = ratio === null ? "" : `${ratio.toFixed(2)} ${library}`;
  return [...cells, against, cpuRatio?.toFixed(2) ?? "", `${most}`, `${aim}`, verdict];
}

function lineOf(cells: string[]): string {
  const widths = [24, 15, 15, 15, 13, 5, 8, 5, 16];
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!))).join("  ");
}

function machine() {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    load: loadavg()[0],
  };
}

function saveResults(results: unknown): void {
  const target = path.join(environment().projectRoot, "bench/results");
  mkdirSync(target, { recursive: true });
  writeFileSync(path.join(target, "fits.json"), `${JSON.stringify(results, null, 2)}\n`);
}
