// Simulated job folders of both eras sent file by file, as the page of mounts sends them: the same numbers as from a mount, and those
// that their truth implies.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { database } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { saveUpload } from "@/lib/files/save-upload";
import type { JobSummary } from "@/lib/simulate/job";
import { addMount } from "../requests";
import { scanMount } from "../scan/scan-mount";
import { impliedCounts } from "./testing/ledger-counts";
import { writeJob } from "./testing/write-job";

withDatabase();

const SMALL = { size: 224, injections: 16, galaxies: 60, transients: 12 };
let root: string;
let ledgers: JobSummary[];
let mountId: number;

beforeAll(async () => {
  root = mkdtempSync("/tmp/annulus-uploaded-jobs-");
  const sent = path.join(root, "sent");
  ledgers = [writeJob(sent, { ...SMALL, jid: 21 }), writeJob(sent, { ...SMALL, jid: 22, era: "b", filter: "F184" })];
  mountId = (await addMount({ root: sent, name: "mounted" })).mountId;
  await scanMount(mountId);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const sentFiles = (jid: string) => readdirSync(path.join(root, "sent", jid));

async function upload(jid: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const bytes = readFileSync(path.join(root, "sent", jid, name));
    const saved = await saveUpload(path.join(root, "uploads"), {
      ...{ name, job: jid, limitBytes: 1e9 },
      bytes: (async function* () {
        if (bytes.length > 0) yield bytes;
      })(),
    });
    expect(saved).toEqual({ name: `${jid}/${name}`, bytes: bytes.length });
  }
}

const jobOf = (mount: number, jid: string) =>
  database().differenceJob.findFirstOrThrow({
    where: { mountId: mount, jid },
    include: { counts: { omit: { jobId: true }, orderBy: { mode: "asc" } } },
  });

describe("job folders that are uploaded", () => {
  test("are unfinished while their marker is on its way", async () => {
    await upload(
      "jid21",
      sentFiles("jid21").filter((name) => !name.endsWith(".done")),
    );
    const { mountId: uploads } = await addMount({ root: path.join(root, "uploads"), kind: "upload" });
    await scanMount(uploads);
    expect((await jobOf(uploads, "jid21")).state).toBe("unfinished");
  });

  test.each([0, 1])("job %s gives the numbers that its truth implies, as from the mount", async (which) => {
    const { folder } = ledgers[which]!;
    await upload(folder, sentFiles(folder));
    const { mountId: uploads } = await addMount({ root: path.join(root, "uploads"), kind: "upload" });
    await scanMount(uploads);
    const [uploaded, mounted] = [await jobOf(uploads, folder), await jobOf(mountId, folder)];
    expect(uploaded.state).toBe("present");
    expect(uploaded.counts.find(({ mode }) => mode === "annulus")).toEqual(impliedCounts(ledgers[which]!));
    expect(uploaded.counts).toEqual(mounted.counts);
    expect(uploaded.notes).toEqual(mounted.notes);
    const rows = (jobId: number) =>
      database().candidate.findMany({
        where: { job_id: jobId },
        omit: { row_id: true, job_id: true },
        orderBy: { row_id: "asc" },
      });
    expect(await rows(uploaded.id)).toEqual(await rows(mounted.id));
  });
});
