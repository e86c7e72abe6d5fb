// The mosaic of LSSTCam's focal plane: how fast it is made beside reading the files, and what showing it costs.

import path from "node:path";
import { pool } from "@/lib/database/client";
import { bytesOnWire, openViewer, type Tab } from "./browser";
import type { BenchFiles } from "./files";
import { readFiles } from "./reading";
import { judge, type Row } from "./report";
import { runPipeline, type Server } from "./server";

/** Makes the mosaics by the pipeline, and shows the one binned by 8. */
export async function measureMosaic(tab: Tab, server: Server, files: BenchFiles): Promise<Row[]> {
  const { instrument, smallExposureId, small, smallFolder } = files;
  const paths = small.map((name) => path.join(smallFolder, name));
  await readFiles(paths);
  const readings = [await readFiles(paths), await readFiles(paths), await readFiles(paths)];
  const read = readings.reduce((best, one) => (one.ms < best.ms ? one : best));
  const query = `instrument='${instrument}' AND exposure = ${smallExposureId}`;
  const runId = await runPipeline(server, "visualize-exposure", query);
  const { wallMs, computeMs } = await timesOf(runId);
  const megabytes = read.bytes / 1e6;
  const speed = (ms: number) => `${((1e3 * megabytes) / ms).toFixed(0)} MB/s`;
  const note = `${small.length} detectors, ${megabytes.toFixed(0)} MB: made in ${wallMs.toFixed(0)} ms (${speed(wallMs)}), read in ${read.ms.toFixed(0)} ms (${speed(read.ms)})`;
  const shown = await bytesOnWire(tab, () =>
    openViewer(tab, `${server.url}/images?p=${encodeURIComponent(`${instrument}/${smallExposureId}@mosaic8`)}`),
  );
  return [
    judge(
      "LSSTCam mosaic x8, speed of making ÷ reading the files",
      read.ms / wallMs,
      { kind: "least", value: 0.6 },
      { note },
    ),
    judge("  by time in compute threads", read.ms / computeMs, null, {
      note: `${computeMs.toFixed(0)} ms in all threads`,
    }),
    judge(
      "  on the wire to show it",
      shown / 1e6,
      { kind: "most", value: 40 },
      { unit: "MB", note: "the page and its scripts too" },
    ),
  ];
}

/** From the first task's begin to the last one's end, and time in compute threads together. */
async function timesOf(runId: number): Promise<{ wallMs: number; computeMs: number }> {
  const { rows } = await pool().query<{ wall: number; compute: number }>(
    `SELECT 1000 * extract(epoch FROM max(ended_at) - min(started_at))::float8 AS wall,
       1000 * sum(compute_seconds)::float8 AS compute FROM task WHERE run_id = $1`,
    [runId],
  );
  return { wallMs: rows[0]?.wall ?? Number.NaN, computeMs: rows[0]?.compute ?? Number.NaN };
}
