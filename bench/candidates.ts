// npm run bench -- candidates [--rounds N] [--largest N] [--size PX]: milliseconds of a page of candidates beside the same rows by bare SQL, at 10^4,
// 10^5 and 10^6 rows of a throwaway database; and of taking in a job beside the Python path. Writes bench/results/candidates.json.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { closeDatabase } from "@/lib/database/client";
import { startEmbeddedDatabase } from "@/lib/database/embedded";
import { deployMigrations } from "@/lib/database/migrate";
import { makeTemporaryHome } from "@/lib/database/testing/temporary-home";
import { environment } from "@/lib/environment";

const CONDITION = "--conditions=react-server";
const SIZES = [10_000, 100_000, 1_000_000];

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "21" },
    largest: { type: "string", default: "1000000" },
    size: { type: "string", default: "4089" },
  },
});

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
    const { benchPages, printPages } = await import("./candidates/pages");
    const { benchIngest, printIngest } = await import("./candidates/ingest");
    const load = loadavg()[0] ?? 0;
    const sizes = SIZES.filter((size) => size <= Number(options.largest));
    const pages = await benchPages(sizes, Number(options.rounds));
    printPages(pages);
    const ingest = await benchIngest(home, Number(options.size));
    printIngest(ingest);
    const machine = { processor: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), load };
    const folder = path.join(environment().projectRoot, "bench/results");
    mkdirSync(folder, { recursive: true });
    const results = {
      date: new Date().toISOString(),
      machine,
      node: process.version,
      rounds: options.rounds,
      pages,
      ingest,
    };
    writeFileSync(path.join(folder, "candidates.json"), `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await closeDatabase();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
