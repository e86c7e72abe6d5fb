// Speed and memory of one compute thread, and of the Python reference on the same image in the same run.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { environment } from "@/lib/environment";
import { writeFits } from "@/lib/readers/fits";
import { simulateDetector } from "@/lib/simulate";
import type { SpeedReport } from "./speed-thread";

export interface PeerLap {
  name: string;
  /** the algorithm alone, without reading the file */
  wallMs: number;
  megapixelsPerSecond: number;
}

/** Bundles the thread as production does, and lets it measure. */
export async function measureSpeed(): Promise<SpeedReport> {
  const { projectRoot } = environment();
  const outfile = path.join(projectRoot, `build/bench-speed-thread.${process.pid}.mjs`);
  try {
    const entryPoints = [path.join(projectRoot, "bench/dark-rings/speed-thread.ts")];
    await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
    const worker = new Worker(outfile);
    return await new Promise<SpeedReport>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
  } finally {
    rmSync(outfile, { force: true });
  }
}

/**
 * The scipy reference (3 scales: the work ours does), where Python and the script are there.
 *
 * @returns null when they are not
 */
export function measurePeer(): PeerLap | null {
  const script = path.join(environment().projectRoot, "../shared/peers/dark_rings_ref.py");
  const python = "/usr/bin/python3";
  if (!existsSync(script) || !existsSync(python)) return null;
  const folder = mkdtempSync(path.join(tmpdir(), "annulus-bench-"));
  try {
    const { width, height, pixels } = simulateDetector({ width: 4072, height: 4000, seed: "bench speed" });
    const file = path.join(folder, "detector.fits");
    writeFileSync(file, writeFits([{ cards: [], image: { width, height, pixels } }]));
    const text = execFileSync(python, [script, file, "--scales", "3", "--runs", "3"], { encoding: "utf8" });
    const { ms } = JSON.parse(text.split("\n")[0] ?? "") as { ms: Record<string, number> };
    const wallMs = (ms.total ?? 0) - (ms.read ?? 0);
    return { name: "scipy reference, 3 scales", wallMs, megapixelsPerSecond: (width * height) / 1e3 / wallMs };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
