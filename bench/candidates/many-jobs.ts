// Takes in a mount of many small jobs, a process of its own. Arguments: mount. Prints ManyTakenIn as JSON.

import { closeDatabase, pool } from "@/lib/database/client";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import type { ManyTakenIn } from "./jobs";

const [root = ""] = process.argv.slice(2);

const { mountId } = await addMount({ root });
const first = await timed();
// when each job was stored says whether the last ones took longer than the first
const { rows } = await pool().query<{ at: number }>(
  "SELECT (extract(epoch FROM read_at) * 1000)::float8 AS at FROM difference_job WHERE mount_id = $1 ORDER BY read_at",
  [mountId],
);
const candidates = await pool().query<{ count: number }>(
  "SELECT count(*)::int FROM candidate JOIN difference_job job ON job.id = job_id WHERE mount_id = $1",
  [mountId],
);
const second = await timed();
const result: ManyTakenIn = {
  jobs: rows.length,
  candidates: candidates.rows[0]?.count ?? 0,
  scan: first,
  again: second,
  quarters: quartersOf(rows.map(({ at }) => at)),
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
};
await closeDatabase();
console.log(JSON.stringify(result));

async function timed(): Promise<number> {
  const start = performance.now();
  await scanMount(mountId);
  return performance.now() - start;
}

/** Milliseconds a job in each quarter of the scan. */
function quartersOf(at: readonly number[]): number[] {
  const bounds = [0, 1, 2, 3, 4].map((quarter) => Math.round((quarter * (at.length - 1)) / 4));
  return bounds.slice(1).map((end, i) => (at[end]! - at[bounds[i]!]!) / (end - bounds[i]!));
}
