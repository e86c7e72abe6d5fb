// `npm test`: set-up, then the stages one after the other, all of them even when one fails; the count last.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { buildPages } from "./build.mjs";
import { findChromium } from "./chromium.mjs";
import { oneLine, Problem, seconds } from "./console.mjs";
import { endOnSignals, endWithUs, packageScript, ROOT } from "./programs.mjs";
import { findRunningLauncher } from "./server-file.mjs";
import { platform, setUpPrograms } from "./setup.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const RESULTS = path.join(ROOT, "build/test-results");
const ROOMS = ["app", "components", "lib", "bin", "bench", "fuzz", "e2e"];

/** @type {Record<string, (env: NodeJS.ProcessEnv) => Promise<Counts>>} */
const STAGES = {
  lint: (env) => oneCheck([packageScript("@biomejs/biome/bin/biome"), "check", "."], env),
  types: (env) => oneCheck([packageScript("typescript/bin/tsc"), "--noEmit"], env),
  architecture: (env) => {
    const rooms = ROOMS.filter((room) => existsSync(path.join(ROOT, room)));
    const script = packageScript("dependency-cruiser/bin/dependency-cruiser.mjs");
    return oneCheck([script, "--config", ".dependency-cruiser.cjs", ...rooms], env);
  },
  unit: (env) => vitest("unit", env),
  integration: (env) => vitest("integration", env),
  browser,
};

/** @param {string[]} args names of stages; none: all */
export async function test(args) {
  const unknown = args.find((name) => !Object.hasOwn(STAGES, name));
  if (unknown) throw new Problem(`no tests called ${unknown}: expected ${Object.keys(STAGES).join(", ")}`, 2);
  const names = args.length > 0 ? args : Object.keys(STAGES);
  const began = performance.now();
  endOnSignals();
  const env = await prepare(names);
  /** @type {Counts} */
  const total = { passed: 0, failed: 0, skipped: 0 };
  const summary = [];
  for (const name of names) {
    const start = performance.now();
    process.stdout.write(`\n== ${name}\n`);
    const counts = await runStage(name, env);
    for (const key of /** @type {const} */ (["passed", "failed", "skipped"])) total[key] += counts[key];
    summary.push(`${name.padEnd(14)}${seconds(start).padStart(8)}   ${inWords(counts)}`);
    process.stdout.write(`== ${summary.at(-1)}\n`);
  }
  process.stdout.write(`\n${summary.join("\n")}\nin all ${seconds(began)}\n\n${inWords(total)}\n`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

/** Set-up, and an environment in which nothing of the developer's own server is left. */
async function prepare(names) {
  await setUpPrograms();
  const { environment } = await platform();
  // never rebuild under a server that is running in this folder
  const distDir = findRunningLauncher(environment().dataHome) ? ".next-test" : ".next";
  if (names.some((name) => name === "browser" || name === "types")) await buildPages(distDir);
  const env = { ...process.env, NEXT_DIST_DIR: distDir, NEXT_TELEMETRY_DISABLED: "1" };
  for (const name of ["DATABASE_URL", "ANNULUS_HOME", "ANNULUS_HOST", "ANNULUS_PORT", "ANNULUS_THREADS"])
    delete env[name];
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  return env;
}

async function runStage(name, env) {
  try {
    return await STAGES[name](env);
  } catch (error) {
    process.stdout.write(`${name}: ${oneLine(error)}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** A stage that is one test: it holds or it does not. */
async function oneCheck(args, env) {
  const isGood = (await runNode(args, env)) === 0;
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
}

async function vitest(project, env) {
  const file = path.join(RESULTS, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await runNode([packageScript("vitest/vitest.mjs"), "run", "--project", project, ...reporters], env);
  const results = JSON.parse(readFileSync(file, "utf8"));
  const skipped = results.numPendingTests + results.numTodoTests;
  return honest(code, { passed: results.numPassedTests, failed: results.numFailedTests, skipped });
}

async function browser(env) {
  const file = path.join(RESULTS, "browser.json");
  const script = packageScript("@playwright/test/cli.js");
  const withBrowser = { ...env, CHROMIUM_PATH: await findChromium(), PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = await runNode([script, "test", "--reporter=list,json"], withBrowser);
  const { stats } = JSON.parse(readFileSync(file, "utf8"));
  return honest(code, { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped });
}

/** A runner that failed without a failed test (a file that does not load, an error outside of tests) counts as one. */
function honest(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** @returns {Promise<number>} exit code */
function runNode(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] });
    endWithUs(child);
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
