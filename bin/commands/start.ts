// `annulus start` is `npm start`: the launcher does it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { environment } from "@/lib/environment";

/** @returns exit code of the launcher */
export async function run(args: string[]): Promise<number> {
  const launcher = path.join(environment().projectRoot, "bin", "launch.mjs");
  const child = spawn(process.execPath, [launcher, "start", ...args], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : 1;
}
