// The mosaic of LSSTCam's focal plane: how fast it is made beside reading the files, and what showing it costs.

import path from "node:path";
import { pool } from "@/lib/database/client";
import { bytesOnWire, openViewer, type Tab } from "./browser";
import type { BenchFiles } from "./files";
import { readFiles } from "./reading";
import { judge, type Row } from "./report";
import { runPipeline, type Server } from "./server";

/** The same mosaics, or turned ones, but each time another run, which is not answered by an earlier one. */
const SETTINGS = [[], ["orientation=engineering"], ["keepFull=false"], ["keepFull=false", "orientation=engineering"]];

/** Makes the mosaics by the pipeline, and shows the one binned by 8. */
export async function measureMosaic(tab: Tab, server: Server, files: BenchFiles): Promise<Row[]> {
  const { instrument, smallExposureId, small, smallFolder } = files;
  const paths = small.map((name) => path.join(smallFolder, name));
  await readFiles(paths);
  const query = `instrument='${instrument}' AND exposure = ${smallExposureId}`;
  const readings: { ms: number; bytes: number }[] = [];
  const makings: { wallMs: number; computeMs: number }[] = [];
  for (const settings of SETTINGS) {
    readings.push(await readFiles(paths));
    makings.push(await timesOf(await runPipeline(server, "visualize-exposure", query, settings)));
  }
  const read = readings.reduce((best, one) => (one.ms < best.ms ? one : best));
  const { wallMs, computeMs } = makings.reduce((best, one) => (one.wallMs < best.wallMs ? one : best));
  const first = makings[0]?.wallMs ?? Number.NaN;
  const megabytes = read.bytes / 1e6;
  const speed = (ms: number) => `${((1e3 * megabytes) / ms).toFixed(0)} MB/s`;
  const note = `${small.length} detectors, ${megabytes.toFixed(0)} MB: made in ${wallMs.toFixed(0)} ms (${speed(wallMs)}), read in ${read.ms.toFixed(0)} ms (${speed(read.ms)}); best of ${SETTINGS.length} each, the first made in ${first.toFixed(0)} ms, read in ${readings[0]?.ms.toFixed(0)} ms`;
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
