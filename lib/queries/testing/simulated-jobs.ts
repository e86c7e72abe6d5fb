// Two simulated job folders, one of each era, scanned from a mount: what the tests of the candidates' queries ask for.

import { mkdtempSync, rmSync, unlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { StoredMode } from "@/lib/difference/candidate";
import { writeJob } from "@/lib/runs/difference/testing/write-job";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import type { JobSummary } from "@/lib/simulate/job";
import { type CandidateRequest, listCandidates, parseCandidateSort } from "../difference-candidates";
import { candidateSelection } from "../difference-filter";

const SMALL = { size: 224, injections: 16, galaxies: 60, transients: 12 };

/** The folders, filled before the first test. */
export interface SimulatedJobs {
  root: string;
  /** of jid9 (era A, without its ZOGY score image) and jid10 (era B) */
  ledgers: JobSummary[];
}

/**
 * Simulates and scans the jobs before the tests of a file, and removes them after.
 *
 * @returns where they are, once the tests run
 */
export function withSimulatedJobs(): SimulatedJobs {
  const jobs: SimulatedJobs = { root: "", ledgers: [] };
  beforeAll(async () => {
    const root = mkdtempSync("/tmp/annulus-jobs-");
    jobs.root = root;
    jobs.ledgers = [
      writeJob(root, { ...SMALL, jid: 9 }),
      writeJob(root, { ...SMALL, jid: 10, era: "b", filter: "F184" }),
    ];
    unlinkSync(path.join(root, "jid9/scorrimage_masked.fits"));
    await scanMount((await addMount({ root })).mountId);
  });
  afterAll(() => rmSync(jobs.root, { recursive: true, force: true }));
  return jobs;
}

/** What a test asks of the list. */
export interface Wish {
  filter?: string;
  sort?: string;
  columns?: string[];
  limit?: number;
  after?: string | null;
  before?: string | null;
  mode?: StoredMode;
  person?: string;
}

/**
 * A wish as the list takes it.
 *
 * @param wish parts of an address
 * @returns at most 1000 rows when it does not say how many
 */
export function requestOf(wish: Wish): CandidateRequest {
  const { filter, sort, columns = [], limit = 1000, after, before, mode, person } = wish;
  const selection = candidateSelection({ filter, mode, person });
  return { ...selection, sort: parseCandidateSort(sort), columns, limit, after: after ?? null, before: before ?? null };
}

/**
 * Rows of a page.
 *
 * @param wish parts of an address
 * @returns its rows
 */
export async function list(wish: Wish = {}) {
  return (await listCandidates(requestOf(wish))).rows;
}
