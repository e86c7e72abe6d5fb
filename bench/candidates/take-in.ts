// Takes in one job, a process of its own so that its memory can be told; after each round the Python path does the same job. Arguments:
// mount, job, rounds, scratch folder, peer script ("" for none). Prints TakenIn as JSON.

import { spawn } from "node:child_process";
import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { closeDatabase, pool } from "@/lib/database/client";
import { streamCandidateStamps } from "@/lib/queries/difference-stamps";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import type { TakenIn } from "./ingest";

const PYTHON = "/usr/bin/python3";
const STAMP_PX = 64;
/** of one request at most (lib/queries/difference-stamps.ts) */
const STAMPS_A_REQUEST = 1000;
/** All but the PSF, which is no image of the job's grid. */
const CHANNELS = [1, 2, 3, 4, 5, 6, 8, 9];

const [root = "", jid = "", rounds = "", scratch = "", peerScript = ""] = process.argv.slice(2);
const peerSchema = z.object({
  ms: z.number(),
  cpuMs: z.number(),
  catalogues: z.number(),
  images: z.number(),
  stamps: z.number(),
});

const { mountId } = await addMount({ root });
const result: TakenIn = { candidates: 0, tableRows: 0, answerMegabytes: 0, ours: [], python: [], peakMegabytes: 0 };
const peer = peerScript === "" ? null : await startPeer();
// of both the first round warms up
for (let round = -1; round < Number(rounds); round++) {
  await forget();
  const ours = await takeIn();
  const python = await peer?.next();
  if (round < 0) continue;
  result.ours.push(ours);
  if (python) result.python.push(python);
}
peer?.end();
result.peakMegabytes = process.resourceUsage().maxRSS / 1024;
const { rows } = await pool().query<{ rows: number }>("SELECT count(*)::int AS rows FROM candidate WHERE jid <> $1", [
  jid,
]);
result.tableRows = rows[0]?.rows ?? 0;
await closeDatabase();
console.log(JSON.stringify(result));

/** The job is new again, and no limits of its images are known: they are kept by the time of the file. */
async function forget(): Promise<void> {
  await pool().query("DELETE FROM difference_job WHERE mount_id = $1", [mountId]);
  await pool().query("DELETE FROM mounted_file WHERE mount_id = $1", [mountId]);
  const now = new Date();
  for (const name of readdirSync(path.join(root, jid))) utimesSync(path.join(root, jid, name), now, now);
}

async function takeIn(): Promise<TakenIn["ours"][number]> {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  await scanMount(mountId);
  const between = performance.now();
  const { rows } = await pool().query<{ row_id: string }>(
    "SELECT row_id FROM candidate WHERE jid = $1 AND mode = 'annulus' ORDER BY row_id",
    [jid],
  );
  let bytes = 0;
  for (let i = 0; i < rows.length; i += STAMPS_A_REQUEST) {
    const rowIds = rows.slice(i, i + STAMPS_A_REQUEST).map(({ row_id }) => row_id);
    const pieces = await streamCandidateStamps({ rowIds, size: STAMP_PX, channels: CHANNELS, withLimits: true });
    for await (const piece of pieces) bytes += piece.length;
  }
  const end = performance.now();
  const { user, system } = process.cpuUsage(cpuBefore);
  result.candidates = rows.length;
  result.answerMegabytes = bytes / 2 ** 20;
  return { ms: end - start, scan: between - start, stamps: end - between, cpuMs: (user + system) / 1000 };
}

/** null: no Python with astropy and pandas */
async function startPeer() {
  const { rows } = await pool().query<{ files: string[] }>(
    `SELECT array(SELECT channel->>'file' FROM jsonb_array_elements(channels) channel
       WHERE (channel->>'index')::int = ANY ($1) AND channel->>'state' = 'present') AS files
     FROM difference_job WHERE mount_id = $2 AND jid = $3`,
    [CHANNELS, await scanned(), jid],
  );
  const places = await pool().query<{ x: number; y: number }>(
    "SELECT x, y FROM candidate WHERE jid = $1 AND mode = 'annulus' ORDER BY row_id",
    [jid],
  );
  const catalogue = path.join(scratch, "stamps.csv");
  writeFileSync(catalogue, ["x,y", ...places.rows.map(({ x, y }) => `${x},${y}`), ""].join("\n"));
  const images = (rows[0]?.files ?? []).map((file) => path.join(root, jid, file));
  const script = path.join(import.meta.dirname, "peer.py");
  const args = [script, peerScript, path.join(root, jid), path.join(scratch, "python"), catalogue, ...images];
  const child = spawn(PYTHON, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async next() {
      child.stdin.write("\n");
      const { value, done } = await lines.next();
      return done ? null : peerSchema.parse(JSON.parse(value));
    },
    end: () => child.stdin.end(),
  };
}

async function scanned(): Promise<number> {
  await scanMount(mountId);
  return mountId;
}
