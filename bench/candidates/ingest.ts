// A job of full size into the database with every stamp of it cut, beside the Python path: astropy's reading, zscale and cutouts.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { pool } from "@/lib/database/client";
import { environment } from "@/lib/environment";
import { readCandidateStamps } from "@/lib/queries/difference-stamps";
import { writeJob } from "@/lib/runs/difference/testing/write-job";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";

const PYTHON = "/usr/bin/python3";
const STAMPS_A_REQUEST = 200;
const STAMP_PX = 64;
/** All but the PSF, which is no image of the job's grid. */
const CHANNELS = [1, 2, 3, 4, 5, 6, 8, 9];

export interface IngestResults {
  size: number;
  candidates: number;
  /** milliseconds: scan of the folder with both modes into the table of 10^6 rows; then the stamps of all candidates */
  scan: number;
  stamps: number;
  /** largest resident memory of this process meanwhile, MB */
  peakMegabytes: number;
  /** milliseconds: reading with zscale, catalogue and stamps; null: no Python with astropy, or no peer script */
  python: number | null;
  ratio: number | null;
}

const answerSchema = z.object({ ms: z.number() });

/**
 * Takes in one simulated job.
 *
 * @param home scratch folder
 * @param size of its images, px each way
 */
export async function benchIngest(home: string, size: number): Promise<IngestResults> {
  const root = `${home}-jobs`;
  mkdirSync(root);
  try {
    return await takeIn(home, root, size);
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function takeIn(home: string, root: string, size: number): Promise<IngestResults> {
  writeJob(root, { jid: 900001, size, products: "channels" });
  const { mountId } = await addMount({ root });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const start = performance.now();
  await scanMount(mountId);
  const between = performance.now();
  const { rows } = await pool().query<{ row_id: string; x: number; y: number }>(
    "SELECT row_id, x, y FROM candidate WHERE jid = 'jid900001' AND mode = 'annulus' ORDER BY row_id",
  );
  for (let i = 0; i < rows.length; i += STAMPS_A_REQUEST) {
    const rowIds = rows.slice(i, i + STAMPS_A_REQUEST).map(({ row_id }) => row_id);
    await readCandidateStamps({ rowIds, size: STAMP_PX, channels: CHANNELS, withLimits: true });
  }
  const end = performance.now();
  clearInterval(watch);
  const catalogue = path.join(home, "candidates.csv");
  writeFileSync(catalogue, ["x,y", ...rows.map(({ x, y }) => `${x},${y}`), ""].join("\n"));
  const { rows: jobs } = await pool().query<{ files: string[] }>(
    `SELECT array(SELECT channel->>'file' FROM jsonb_array_elements(channels) channel
       WHERE (channel->>'index')::int = ANY ($1) AND channel->>'state' = 'present') AS files
     FROM difference_job WHERE jid = 'jid900001'`,
    [CHANNELS],
  );
  const images = (jobs[0]?.files ?? []).map((file) => path.join(root, "jid900001", file));
  const python = runPython(home, images, catalogue);
  return {
    size,
    candidates: rows.length,
    scan: between - start,
    stamps: end - between,
    peakMegabytes: peak / 2 ** 20,
    python,
    ratio: python === null ? null : python / (end - start),
  };
}

function runPython(home: string, images: readonly string[], catalogue: string): number | null {
  const peer = path.join(environment().projectRoot, "../shared/peers/cutouts_ref.py");
  if (!existsSync(PYTHON) || !existsSync(peer)) return null;
  const script = path.join(import.meta.dirname, "peer.py");
  const { status, stdout } = spawnSync(PYTHON, [script, peer, path.join(home, "python"), catalogue, ...images]);
  return status === 0 ? answerSchema.parse(JSON.parse(stdout.toString())).ms : null;
}

/** Prints both, and the ratio (5 at least). */
export function printIngest({ size, candidates, scan, stamps, peakMegabytes, python, ratio }: IngestResults): void {
  console.log(
    `job of ${size} px, ${candidates} candidates: scan ${scan.toFixed(0)} ms, ${CHANNELS.length} stamps of each ${stamps.toFixed(0)} ms; at most ${peakMegabytes.toFixed(0)} MB`,
  );
  if (python === null || ratio === null) console.log("python: not measured (no astropy or no peer script)");
  else console.log(`python ${python.toFixed(0)} ms, ratio ${ratio.toFixed(1)} ${ratio >= 5 ? "met" : "NOT MET"}`);
}
