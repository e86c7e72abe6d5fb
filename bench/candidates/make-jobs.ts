// Writes simulated jobs, in a process of its own: the memory that a simulation of full images takes is not the ingest's.
// Arguments: folder, number of the first job, how many, px each way, "channels" or "all" products. A job that is there is kept.

import { existsSync } from "node:fs";
import path from "node:path";
import { writeJob } from "@/lib/runs/difference/testing/write-job";

const [root = "", first = "", count = "", size = "", products = ""] = process.argv.slice(2);
for (let jid = Number(first); jid < Number(first) + Number(count); jid++) {
  if (existsSync(path.join(root, `jid${jid}`, `job_config_jid${jid}.done`))) continue;
  writeJob(root, { jid, size: Number(size), products: products === "channels" ? "channels" : "all" });
}
