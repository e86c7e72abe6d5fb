import { accessSync, constants, mkdirSync, statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { DEFAULT_CONFIGURATION, findDarkRings } from "@/lib/dark-rings";
import { pool } from "@/lib/database/client";
import { databaseUrl, findRunningServer } from "@/lib/database/connection";
import { environment } from "@/lib/environment";
import { createKernels } from "@/lib/kernels";
import { codeVersion } from "@/lib/runs/code-version";
import { listMounts } from "@/lib/runs/mounts";
import { listPipelines } from "@/lib/runs/pipelines";
import { countWorkers } from "@/lib/runs/worker/presence";
import { simulateDetector } from "@/lib/simulate";
import { closeConnections } from "./connections";
import { printJson } from "./terminal";
import { oneLine, readOptions, UsageError } from "./usage";

const USAGE = `usage: annulus doctor [--json]

Says what is installed, reachable, slow or wrong. Exit code 1 when something must be mended.`;

const LEAST_NODE = [22, 18] as const;
const LEAST_FREE_BYTES = 2e9;
/** Under this the kernels run without SIMD, or the machine is busy. */
const LEAST_MEGAPIXELS_PER_SECOND = 40;

type Verdict = "ok" | "warn" | "fail";

interface Finding {
  subject: string;
  verdict: Verdict;
  text: string;
}

type Check = () => Promise<{ verdict: Verdict; text: string }>;

const CHECKS: Record<string, Check> = {
  version: async () => ({ verdict: "ok", text: `${codeVersion()} in ${environment().projectRoot}` }),
  node: checkNode,
  machine: async () => ({
    verdict: "ok",
    text: `${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${environment().threads} compute threads`,
  }),
  "data home": checkDataHome,
  pipelines: async () => ({
    verdict: "ok",
    text: listPipelines()
      .map(({ name }) => name)
      .join(", "),
  }),
  kernels: checkKernels,
  database: checkDatabase,
  pages: checkPages,
  workers: checkWorkers,
  mounts: checkMounts,
};

const NEED_DATABASE: ReadonlySet<string> = new Set(["workers", "mounts"]);
const NOT_CHECKED = { verdict: "warn", text: "not checked, because the database is not there" } as const;

/** @returns 0 when nothing must be mended */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, { json: { type: "boolean" } }, USAGE);
  if (positionals.length > 0) throw new UsageError(`doctor ${positionals[0]}: expected only options`);
  try {
    const findings: Finding[] = [];
    const isFailed = (name: string): boolean =>
      findings.some(({ subject, verdict }) => subject === name && verdict === "fail");
    for (const [subject, check] of Object.entries(CHECKS)) {
      const isBlind = NEED_DATABASE.has(subject) && isFailed("database");
      const finding = { subject, ...(isBlind ? NOT_CHECKED : await examine(check)) };
      findings.push(finding);
      if (!values.json) console.log(`${finding.verdict.padEnd(5)}${subject.padEnd(11)}${finding.text}`);
    }
    if (values.json) printJson(findings);
    return findings.some(({ verdict }) => verdict === "fail") ? 1 : 0;
  } finally {
    await closeConnections();
  }
}

/** A check that throws has found what must be mended. */
async function examine(check: Check): Promise<{ verdict: Verdict; text: string }> {
  try {
    return await check();
  } catch (error) {
    return { verdict: "fail", text: oneLine(error).line };
  }
}

async function checkNode(): Promise<{ verdict: Verdict; text: string }> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isOld = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  const text = `${process.versions.node} (${process.execPath})`;
  return isOld
    ? { verdict: "fail", text: `${text}, expected ${LEAST_NODE.join(".")} or newer` }
    : { verdict: "ok", text };
}

async function checkDataHome(): Promise<{ verdict: Verdict; text: string }> {
  const { dataHome } = environment();
  mkdirSync(dataHome, { recursive: true });
  accessSync(dataHome, constants.W_OK);
  const disk = statfsSync(dataHome);
  const free = disk.bavail * disk.bsize;
  const text = `${dataHome}, ${(free / 1e9).toFixed(1)} GB free`;
  return { verdict: free < LEAST_FREE_BYTES ? "warn" : "ok", text };
}

async function checkKernels(): Promise<{ verdict: Verdict; text: string }> {
  const { width, height, pixels } = simulateDetector({ width: 1024, height: 1024 });
  const image = { width, height, pixels, bad: null, amplifiers: null };
  const kernels = createKernels();
  findDarkRings(image, DEFAULT_CONFIGURATION, kernels);
  const { seconds, megapixels } = findDarkRings(image, DEFAULT_CONFIGURATION, kernels).statistics;
  const speed = megapixels / seconds;
  const text = `${speed.toFixed(0)} Mpix/s on one core (1024 x 1024)`;
  return { verdict: speed < LEAST_MEGAPIXELS_PER_SECOND ? "warn" : "ok", text };
}

async function checkDatabase(): Promise<{ verdict: Verdict; text: string }> {
  const url = new URL(databaseUrl());
  const began = performance.now();
  const result = await pool().query<{ version: string; migrations: number }>(
    `SELECT current_setting('server_version') AS version,
       (SELECT count(*)::int FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS migrations`,
  );
  const milliseconds = performance.now() - began;
  const { version, migrations } = result.rows[0] ?? { version: "?", migrations: 0 };
  const where = `${url.hostname}:${url.port || 5432}${url.pathname}`;
  return {
    verdict: "ok",
    text: `PostgreSQL ${version} at ${where}, ${migrations} migrations, ${milliseconds.toFixed(0)} ms`,
  };
}

async function checkPages(): Promise<{ verdict: Verdict; text: string }> {
  const url = findRunningServer()?.url ?? null;
  if (url === null) return { verdict: "warn", text: "not running here; npm start starts them" };
  const answer = await fetch(new URL("/api/v1/health", url), { signal: AbortSignal.timeout(5000) });
  return { verdict: answer.ok ? "ok" : "fail", text: `${url} answers ${answer.status}` };
}

async function checkWorkers(): Promise<{ verdict: Verdict; text: string }> {
  const { workers, threads } = await countWorkers();
  if (workers === 0) return { verdict: "warn", text: "none is alive; annulus worker starts one" };
  return { verdict: "ok", text: `${workers} with ${threads} threads together` };
}

async function checkMounts(): Promise<{ verdict: Verdict; text: string }> {
  const mounts = await listMounts();
  const lost = mounts.filter(({ root }) => {
    try {
      accessSync(root, constants.R_OK | constants.X_OK);
      return false;
    } catch {
      // any reason why it cannot be entered is the finding
      return true;
    }
  });
  if (lost.length > 0) return { verdict: "fail", text: `cannot be read: ${lost.map(({ root }) => root).join(", ")}` };
  return { verdict: "ok", text: mounts.length === 0 ? "none" : mounts.map(({ name }) => name).join(", ") };
}
