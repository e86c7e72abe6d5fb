import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { environment } from "../../environment";
import { makeTemporaryHome } from "../testing/temporary-home";
import { type EmbeddedDatabase, freePort, startEmbeddedDatabase } from "./index";

const STARTER = `
  import { startEmbeddedDatabase } from "./lib/database/embedded/index.ts";
  const { url, pid } = await startEmbeddedDatabase({ home: process.env.TEST_HOME });
  console.log(JSON.stringify({ url, pid }));
  setInterval(() => {}, 1000);
`;

let home: string;
let opened: EmbeddedDatabase | undefined;

beforeEach(() => {
  home = makeTemporaryHome();
});

afterEach(async () => {
  await opened?.stop();
  opened = undefined;
  rmSync(home, { recursive: true, force: true });
});

const start = async () => {
  opened = await startEmbeddedDatabase({ home });
  return opened;
};

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts the database in a process of its own, as the launcher does, and returns what it printed. */
async function startElsewhere(): Promise<{ kill: () => void; url: string; pid: number }> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", STARTER], {
    cwd: environment().projectRoot,
    env: { ...process.env, TEST_HOME: home, ANNULUS_PROJECT_ROOT: environment().projectRoot },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const chunk of child.stdout) return { kill: () => child.kill("SIGKILL"), ...JSON.parse(String(chunk)) };
  throw new Error("the starter printed nothing");
}

function dataFolder(): string {
  return path.resolve(home, JSON.parse(readFileSync(path.join(home, "database.json"), "utf8")).folder);
}

describe("the embedded database", () => {
  it("outlives a launcher that is killed, and is taken over by the next", async () => {
    const killed = await startElsewhere();
    await query(killed.url, "CREATE TABLE lamp (name text); INSERT INTO lamp VALUES ('argon')");
    killed.kill();
    await sleep(200);
    const next = await start();
    expect(next).toMatchObject({ isTakenOver: true, pid: killed.pid, url: killed.url });
    expect(await query(next.url, "SELECT name FROM lamp")).toEqual([{ name: "argon" }]);
  });

  it("starts again after it was killed itself, with everything that was committed", async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE lamp (name text); INSERT INTO lamp VALUES ('neon')");
    process.kill(first.pid, "SIGKILL");
    const next = await start();
    expect(next.isTakenOver).toBe(false);
    expect(await query(next.url, "SELECT name FROM lamp")).toEqual([{ name: "neon" }]);
  });

  it("is not fooled by another program that carries the dead server's number", async () => {
    const first = await start();
    await first.stop();
    writeFileSync(path.join(dataFolder(), "postmaster.pid"), `${process.pid}\n${dataFolder()}\n0\n4110\n\n127.0.0.1\n`);
    expect((await start()).isTakenOver).toBe(false);
  });

  it("stops, and lets nobody in without the password", async () => {
    const first = await start();
    await expect(query(first.url.replace(/:[^:@]+@/, ":wrong@"), "SELECT 1")).rejects.toThrow("password");
    await first.stop();
    await expect(query(first.url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
  });

  it("says in one line what is wrong when it does not start", async () => {
    const first = await start();
    await first.stop();
    writeFileSync(path.join(dataFolder(), "PG_VERSION"), "12\n");
    await expect(start()).rejects.toThrow(/^database server: .*incompatible.*version 12.*postgres\.log\)$/s);
  });

  it("takes another port when the wished one is in use", async () => {
    const wished = await freePort(0);
    const holder: Server = createServer();
    await new Promise<void>((resolve) => holder.listen(wished, "127.0.0.1", resolve));
    opened = await startEmbeddedDatabase({ home, port: wished });
    expect(new URL(opened.url).port).not.toBe(String(wished));
    holder.close();
  });
});
