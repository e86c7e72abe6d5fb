// `npm start`: database, pages and one worker, until Ctrl+C.

import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { buildPages } from "./build.mjs";
import { Problem, requireDisk, say, seconds } from "./console.mjs";
import { endOnSignals, ROOT, run } from "./programs.mjs";
import { removeServerFile, stopOrphans, waitForStoppingLauncher, writeServerFile } from "./server-file.mjs";
import { Services } from "./services.mjs";
import { platform, setUpPrograms } from "./setup.mjs";

const USAGE = "usage: npm start [-- --mount DIR]... [--port P] [--host 127.0.0.1]";
/** An empty database with its log, and room to say what else is missing. */
const NEEDED_BYTES = 500e6;
const LOOPBACK = new Set(["127.0.0.1", "localhost"]);

/** @param {string[]} args */
export async function start(args) {
  const began = performance.now();
  if (args.includes("--help") || args.includes("-h")) return say(USAGE);
  const options = parseOptions(args);
  const takeBack = endOnSignals();
  await setUpPrograms();
  const { environment } = await platform();
  const { dataHome, host, port } = environment();
  refuseOtherHosts(options.host ?? host);

  requireDisk(dataHome, NEEDED_BYTES, "the database and the runs");

  const running = await waitForStoppingLauncher(dataHome);
  if (running) return joinRunning(running, options.mounts);
  const stopped = await stopOrphans(dataHome);
  if (stopped.length > 0) say(`  stopped what was left of a killed start: ${stopped.join(", ")}`);
  writeServerFile(dataHome, { url: null, databaseUrl: null, isStopping: false, processes: [] });

  const services = new Services(dataHome);
  services.stopOnSignals();
  takeBack();
  try {
    await buildPages();
    await services.start({ wishedPort: options.port ?? port, isPortFixed: options.port !== undefined });
    if (existsSync(path.join(dataHome, "mounts.yaml"))) await mount(services.environment, ["apply", "--queue"]);
    await addMounts(services.environment, options.mounts);
    process.stdout.write(`\nAnnulus is at ${services.url}   (${seconds(began)})\n`);
    say(`  data: ${dataHome}\n  logs: ${path.join(dataHome, "logs")}\n  stop: Ctrl+C`);
    await services.makeSampleWhenEmpty();
    await services.finished;
  } finally {
    await services.stop();
    removeServerFile(dataHome);
  }
  process.exit(process.exitCode ?? 0);
}

function parseOptions(args) {
  let values;
  try {
    const known = { mount: { type: "string", multiple: true }, port: { type: "string" }, host: { type: "string" } };
    values = parseArgs({ args, options: /** @type {const} */ (known), allowPositionals: false }).values;
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message.split(".")[0] : error}; ${USAGE}`, 2);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new Problem(`--port ${values.port}: expected a number from 1 to 65535`, 2);
  }
  return { port, host: values.host, mounts: (values.mount ?? []).map(resolveMount) };
}

/** npm runs scripts in the project's folder; the person typed the path in another, perhaps. */
function resolveMount(folder) {
  const full = path.resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  if (!existsSync(full)) throw new Problem(`--mount ${folder}: no such folder (${full})`, 2);
  if (!statSync(full).isDirectory()) throw new Problem(`--mount ${folder}: not a folder`, 2);
  return full;
}

function refuseOtherHosts(host) {
  if (LOOPBACK.has(host)) return;
  throw new Problem(`host ${host}: without accounts Annulus serves this machine only, expected 127.0.0.1`, 2);
}

async function joinRunning(running, mounts) {
  if (!running.url) throw new Problem(`another start is under way (process ${running.pid})`);
  await addMounts({ ...process.env, DATABASE_URL: running.databaseUrl }, mounts);
  process.stdout.write(`Annulus is running already, at ${running.url} (process ${running.pid})\n`);
}

async function addMounts(env, mounts) {
  for (const folder of mounts) {
    const isMounted = await mount(env, ["add", "--queue", folder]);
    if (!isMounted) say(`  ${folder} is not mounted`);
  }
}

/** `annulus mount …`, its words indented; true when it worked. */
async function mount(env, words) {
  const { code, output } = await run(process.execPath, [path.join(ROOT, "build/annulus.mjs"), "mount", ...words], {
    env,
  });
  say(`  ${output.trim().replaceAll("\n", "\n  ")}`);
  return code === 0;
}
