import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { test as base, expect } from "@playwright/test";
import pg from "pg";
import { freePort } from "@/lib/database/embedded";
import { makeTemporaryHome } from "@/lib/database/testing/temporary-home";
import { isAlive, readServerFile, removeHome } from "./orphans";

const ROOT = path.resolve(import.meta.dirname, "..");

interface Launched {
  child: ChildProcess;
  /** what it printed up to now */
  output: () => string;
  exitCode: Promise<number | null>;
}

interface Launcher {
  home: string;
  launch: (args?: string[], env?: Record<string, string>) => Launched;
  /** starts with an empty folder mounted, so that no sample is made, and waits for the address */
  start: () => Promise<Launched>;
}

const test = base.extend<{ launcher: Launcher }>({
  launcher: async ({ page: _ }, use) => {
    const home = makeTemporaryHome();
    const children: ChildProcess[] = [];
    const launch: Launcher["launch"] = (args = [], extra = {}) => {
      const { DATABASE_URL: _, ...env } = process.env;
      const child = spawn(process.execPath, [path.join(ROOT, "bin/launch.mjs"), "start", ...args], {
        env: { ...env, ANNULUS_HOME: home, ...extra },
        stdio: ["ignore", "pipe", "pipe"],
      });
      children.push(child);
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
      const exitCode = new Promise<number | null>((resolve) => child.once("exit", resolve));
      return { child, output: () => output, exitCode };
    };
    const start = async () => {
      mkdirSync(path.join(home, "data"), { recursive: true });
      const launched = launch(["--mount", path.join(home, "data")]);
      await expect.poll(launched.output, { timeout: 30_000 }).toContain("Annulus is at http");
      return launched;
    };
    await use({ home, launch, start });
    for (const child of children) child.kill("SIGKILL");
    await removeHome(home);
  },
});

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

test("a start after kill -9 takes over the database and ends the orphans; Ctrl+C ends everything", async ({
  launcher,
  page,
}) => {
  const first = await launcher.start();
  const before = readServerFile(launcher.home);
  await query(before.databaseUrl ?? "", "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
  first.child.kill("SIGKILL");
  await first.exitCode;
  expect(before.processes.every(({ pid }) => isAlive(pid))).toBe(true);

  const second = await launcher.start();
  expect(second.output()).toContain("database: found it running, taken over");
  expect(before.processes.some(({ pid }) => isAlive(pid))).toBe(false);
  const after = readServerFile(launcher.home);
  expect(await query(after.databaseUrl ?? "", "SELECT n FROM kept")).toEqual([{ n: 7 }]);
  expect((await page.goto(after.url ?? ""))?.status()).toBe(200);

  second.child.kill("SIGINT");
  expect(await second.exitCode).toBe(0);
  expect(after.processes.some(({ pid }) => isAlive(pid))).toBe(false);
  await expect(query(after.databaseUrl ?? "", "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  expect(existsSync(path.join(launcher.home, "server.json"))).toBe(false);
});

test("a second start beside a running one tells its address", async ({ launcher }) => {
  await launcher.start();
  const again = launcher.launch();
  expect(await again.exitCode).toBe(0);
  expect(again.output()).toContain(`running already, at ${readServerFile(launcher.home).url}`);
});

test("what cannot work is said in one line", async ({ launcher }) => {
  const said = async (args: string[], env: Record<string, string> = {}) => {
    const launched = launcher.launch(args, env);
    const code = await launched.exitCode;
    return `${code} ${launched
      .output()
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("annulus:"))
      .join("|")}`;
  };
  const port = await freePort(0);
  const nobody = `postgresql://a:b@127.0.0.1:${port}/x`;
  expect(await said([], { DATABASE_URL: nobody })).toMatch(/^1 annulus: database unreachable: .*ECONNREFUSED/);
  expect(await said(["--host", "0.0.0.0"])).toMatch(/^2 annulus: host 0\.0\.0\.0: without accounts/);
  expect(await said(["--mount", "/no/such/folder"])).toMatch(/^2 annulus: --mount \/no\/such\/folder: no such folder/);
  expect(await said(["--colour"])).toMatch(/^2 annulus: Unknown option '--colour'/);
});
