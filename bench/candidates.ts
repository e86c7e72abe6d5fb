// npm run bench -- candidates [--only pages|ingest|jobs] [--rounds N] [--largest N] [--rows N] [--size PX] [--jobs N] [--folder DIR]
//
// pages: milliseconds of a page of candidates beside the same rows by bare SQL, at 10^4, 10^5 and 10^6 rows of a throwaway database.
// ingest: a job of full size with all its stamps beside the Python path, and the memory that it takes. jobs: a mount of many small jobs.
// Both go into the table that pages left; alone into one of --rows N (0 unless said). --folder keeps simulated jobs for the next time.
// Writes bench/results/candidates.json; a part that was not run keeps its last results there.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { closeDatabase } from "@/lib/database/client";
import { startEmbeddedDatabase } from "@/lib/database/embedded";
import { deployMigrations } from "@/lib/database/migrate";
import { makeTemporaryHome } from "@/lib/database/testing/temporary-home";
import { environment } from "@/lib/environment";

const CONDITION = "--conditions=react-server";
const SIZES = [10_000, 100_000, 1_000_000];
const RESULTS = path.join(environment().projectRoot, "bench/results/candidates.json");

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string" },
    largest: { type: "string", default: "1000000" },
    rows: { type: "string", default: "0" },
    size: { type: "string", default: "4089" },
    jobs: { type: "string", default: "200" },
    folder: { type: "string" },
  },
});
const has = (part: "pages" | "ingest" | "jobs") => options.only === undefined || options.only === part;

// queries are for the server alone, which a program is when it says so
if (process.execArgv.includes(CONDITION)) await benchCandidates();
else {
  const again = [CONDITION, ...process.execArgv, process.argv[1] ?? "", ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, again, { stdio: "inherit" }).status ?? 1;
}

async function benchCandidates(): Promise<void> {
  const home = makeTemporaryHome();
  const server = await startEmbeddedDatabase({ home, isThrowaway: true });
  Object.assign(process.env, { DATABASE_URL: server.url, ANNULUS_HOME: home });
  try {
    await deployMigrations(server.url);
    await benchParts(home);
  } finally {
    await closeDatabase();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function benchParts(home: string): Promise<void> {
  const folder = options.folder ?? null;
  if (has("pages")) {
    const { benchPages, printPages } = await import("./candidates/pages");
    const rounds = Number(options.rounds ?? 21);
    const load = loadNow();
    const sizes = SIZES.filter((size) => size <= Number(options.largest));
    const pages = await benchPages(sizes, rounds);
    printPages(pages);
    save({ pages: { ...stateOf(load, rounds), ...pages } });
  } else if (Number(options.rows) > 0) {
    const { makeCandidates } = await import("./candidates/rows");
    await makeCandidates(Number(options.rows));
  }
  if (has("ingest")) {
    const { benchIngest, printIngest } = await import("./candidates/ingest");
    const rounds = Number(options.rounds ?? 9);
    const load = loadNow();
    const ingest = benchIngest({ home, folder, size: Number(options.size), rounds });
    printIngest(ingest);
    save({ ingest: { ...stateOf(load, rounds), ...ingest } });
  }
  if (has("jobs")) {
    const { benchJobs, printJobs } = await import("./candidates/jobs");
    const load = loadNow();
    const jobs = benchJobs({ home, folder, jobs: Number(options.jobs) });
    printJobs(jobs);
    save({ jobs: { ...stateOf(load, 1), ...jobs } });
  }
}

function loadNow(): number {
  return loadavg()[0] ?? 0;
}

/** Of the machine before a part. */
function stateOf(load: number, rounds: number) {
  const machine = { processor: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), load };
  return { date: new Date().toISOString(), machine, node: process.version, rounds };
}

function save(part: Record<string, unknown>): void {
  const before: unknown = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : {};
  const { pages, ingest, jobs } = z.record(z.string(), z.unknown()).parse(before);
  mkdirSync(path.dirname(RESULTS), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify({ pages, ingest, jobs, ...part }, null, 2)}\n`);
}
