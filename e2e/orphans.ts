// What a killed launcher or test run left running.

import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { startEmbeddedDatabase } from "@/lib/database/embedded";

const serverFileSchema = z.object({
  pid: z.number(),
  url: z.string().nullable(),
  databaseUrl: z.string().nullable(),
  processes: z.array(z.object({ pid: z.number() })),
});

export function readServerFile(home: string) {
  return serverFileSchema.parse(JSON.parse(readFileSync(path.join(home, "server.json"), "utf8")));
}

export function isAlive(pid: number): boolean {
  const file = `/proc/${pid}/status`;
  return existsSync(file) && !/^State:\tZ/m.test(readFileSync(file, "utf8"));
}

/** Ends pages, worker and database of a data home, and removes it. */
export async function removeHome(home: string): Promise<void> {
  if (existsSync(path.join(home, "server.json"))) {
    for (const { pid } of readServerFile(home).processes.filter((known) => isAlive(known.pid)))
      process.kill(-pid, "SIGKILL");
  }
  if (existsSync(path.join(home, "database.json")))
    await (await startEmbeddedDatabase({ home, isThrowaway: true })).stop();
  rmSync(home, { recursive: true, force: true });
}

/** Removes the data homes of test runs that were killed before they could. */
export async function removeLeftovers(): Promise<void> {
  const homes = readdirSync("/tmp").filter((name) => name.startsWith("annulus-test-"));
  for (const home of homes.map((name) => path.join("/tmp", name))) {
    if (existsSync(path.join(home, "server.json")) && !isAlive(readServerFile(home).pid)) await removeHome(home);
  }
}
