// npm run bench -- catalogs [--rounds N]: milliseconds to read a catalogue into typed arrays, warm; ours, pandas' and astropy's in turn on the
// same files. Writes bench/results/catalogs.json.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { z } from "zod";
import { environment } from "@/lib/environment";
import { openFile } from "@/lib/files/byte-source";
import { readCatalog } from "@/lib/readers/catalogs";
import { type BenchTable, makeTables, TABLES } from "./catalogs/files";

const PYTHON = "/usr/bin/python3";
const LIBRARIES = ["pandas", "astropy"] as const;
const answerSchema = z.object({ ms: z.number(), rows: z.number(), sum: z.number() }).nullable();

type Lap = { best: number; median: number } | null;
type Ask = (job: unknown) => Promise<string | null>;

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const folder = mkdtempSync(path.join(tmpdir(), "annulus-bench-"));
try {
  makeTables(folder);
  await benchCatalogs(Number(options.rounds));
} finally {
  rmSync(folder, { recursive: true });
}

async function benchCatalogs(rounds: number): Promise<void> {
  const ask = startPeers();
  const first = ask === null ? null : await ask(null);
  const versions = first === null ? {} : z.record(z.string(), z.string()).parse(JSON.parse(first));
  const rows = [];
  console.log(`${rounds} rounds; milliseconds, best (median); ratio of the bests\n`);
  for (const table of TABLES) {
    const laps = await measure(table, rounds, first === null ? null : ask);
    const peer = table.target ? laps[table.target.library] : (laps.astropy ?? null);
    const ratio = peer && laps.ours ? laps.ours.best / peer.best : null;
    const bytes = statSync(path.join(folder, table.file)).size;
    rows.push({ ...table, bytes, ...laps, ratio });
    const verdict = ratio === null || !table.target ? "" : ratio <= table.target.most ? "met" : "NOT MET";
    const texts = [laps.ours, laps.pandas, laps.astropy].map(lapText);
    console.log([table.name.padEnd(28), ...texts, ratio?.toFixed(2) ?? "", verdict].join("  "));
  }
  await ask?.("end");
  const machine = { processor: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), load: loadavg()[0] };
  const target = path.join(environment().projectRoot, "bench/results");
  mkdirSync(target, { recursive: true });
  const results = {
    date: new Date().toISOString(),
    machine,
    versions: { node: process.version, ...versions },
    rounds,
    rows,
  };
  writeFileSync(path.join(target, "catalogs.json"), `${JSON.stringify(results, null, 2)}\n`);
}

/** Rounds of ours and theirs in turn; the first of each warms up and must give the same numbers. */
async function measure(
  table: BenchTable,
  rounds: number,
  ask: Ask | null,
): Promise<Record<"ours" | "pandas" | "astropy", Lap>> {
  const file = path.join(folder, table.file);
  const times: Record<"ours" | "pandas" | "astropy", number[]> = { ours: [], pandas: [], astropy: [] };
  for (let round = 0; round <= rounds; round++) {
    const ours = await readOurs(file);
    if (round > 0) times.ours.push(ours.ms);
    for (const library of ask ? LIBRARIES : []) {
      const line = await ask!({ library, path: file, format: table.format });
      const theirs = answerSchema.parse(JSON.parse(line ?? "null"));
      if (theirs && round > 0) times[library].push(theirs.ms);
      if (theirs) requireSame(table, ours, theirs);
    }
  }
  return { ours: lapOf(times.ours), pandas: lapOf(times.pandas), astropy: lapOf(times.astropy) };
}

async function readOurs(file: string): Promise<{ ms: number; rows: number; sum: number }> {
  const start = performance.now();
  const source = await openFile(file);
  const { columns, rowCount } = await readCatalog(source);
  await source.close();
  const ms = performance.now() - start;
  let sum = 0;
  for (const value of columns.find(({ name }) => name === "g")?.values ?? []) sum += Number(value);
  return { ms, rows: rowCount, sum };
}

function requireSame(
  table: BenchTable,
  ours: { rows: number; sum: number },
  theirs: { rows: number; sum: number },
): void {
  if (ours.rows === theirs.rows && Math.abs(ours.sum - theirs.sum) <= 1e-9 * Math.abs(theirs.sum)) return;
  throw new Error(`${table.name}: ${ours.rows} rows adding up to ${ours.sum}, theirs ${theirs.rows} and ${theirs.sum}`);
}

function lapOf(times: number[]): Lap {
  const sorted = times.toSorted((a, b) => a - b);
  const [best] = sorted;
  return best === undefined ? null : { best, median: sorted[sorted.length >> 1] ?? best };
}

function lapText(lap: Lap): string {
  return (lap ? `${lap.best.toFixed(0)} (${lap.median.toFixed(0)})` : "-").padStart(12);
}

/** One process for all rounds: "end" closes it, null only waits for its first line. */
function startPeers(): Ask | null {
  if (!existsSync(PYTHON)) return null;
  const script = path.join(import.meta.dirname, "catalogs/peers.py");
  const child = spawn(PYTHON, [script], { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (job) => {
    if (job === "end") child.stdin.end();
    else if (job !== null) child.stdin.write(`${JSON.stringify(job)}\n`);
    const { value, done } = await lines.next();
    return done ? null : value;
  };
}
