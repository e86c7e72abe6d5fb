// Stamps of a job of full images, each image passed over on a thread, against the same passes here.

import { mkdtempSync, rmSync, truncateSync, unlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { pool } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { decodeStampAnswer } from "@/lib/difference/stamp-answer";
import { writeJob } from "@/lib/runs/difference/testing/write-job";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import { passOverImage } from "./difference-stamp-pass";
import { passInThread, STAMP_THREADS } from "./difference-stamp-threads";
import { readCandidateStamps, streamCandidateStamps } from "./difference-stamps";

vi.mock("server-only", () => ({}));
withDatabase();

/** of over a megapixel, and the least of stamps that is worth a pass */
const JOB = { jid: 11, size: 1040, injections: 30, galaxies: 60, transients: 12 };
const CHANNELS = [1, 2, 3, 4];
let root: string;
let rows: { row_id: string; x: number; y: number }[];
let files: string[];

beforeAll(async () => {
  root = mkdtempSync("/tmp/annulus-jobs-");
  writeJob(root, JOB);
  await scanMount((await addMount({ root })).mountId);
  const found = await pool().query<(typeof rows)[number]>(
    "SELECT row_id, x, y FROM candidate WHERE mode = 'annulus' ORDER BY row_id LIMIT 40",
  );
  rows = found.rows;
  const channels = await pool().query<{ file: string }>(
    `SELECT channel->>'file' AS file FROM difference_job, jsonb_array_elements(channels) channel
     WHERE (channel->>'index')::int = ANY ($1) ORDER BY (channel->>'index')::int`,
    [CHANNELS],
  );
  files = channels.rows.map(({ file }) => `jid11/${file}`);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const requestOf = (file: string) => ({ root, path: file, hdu: null, places: rows, size: 48, withLimits: true });
const answerOf = (channels: number[]) =>
  readCandidateStamps({ rowIds: rows.map(({ row_id }) => row_id), size: 48, channels, withLimits: true });

test("threads give the bytes and limits of one", async () => {
  expect(rows.length).toBeGreaterThan(16);
  expect(STAMP_THREADS).toBeGreaterThan(0);
  const here = await Promise.all(files.map((file) => passOverImage(requestOf(file))));
  const there = await Promise.all(files.map((file) => passInThread(requestOf(file))));
  expect(there).toEqual(here);
  expect(here.every((cut) => cut?.limits)).toBe(true);
  const answer = await answerOf(CHANNELS);
  expect(answer.candidates).toHaveLength(rows.length);
  for (const [at, { channels }] of answer.candidates.entries()) {
    expect(channels.map(({ index, state }) => [index, state])).toEqual(CHANNELS.map((index) => [index, "present"]));
    for (const [i, { stamp, limits }] of channels.entries()) {
      expect(limits).toEqual(here[i]!.limits);
      const pixels = here[i]!.pixels.subarray(at * 48 * 48, (at + 1) * 48 * 48);
      expect(answer.stamps[stamp!]).toEqual(pixels);
    }
  }
});

test("limits that are known are not measured again", async () => {
  const before = await answerOf(CHANNELS);
  expect(await answerOf(CHANNELS)).toEqual(before);
});

test("who leaves after the first images leaves the threads to others", async () => {
  const rowIds = rows.map(({ row_id }) => row_id);
  const pieces = await streamCandidateStamps({ rowIds, size: 48, channels: CHANNELS, withLimits: false });
  await pieces.next();
  await pieces.next();
  await pieces.return(undefined);
  expect((await answerOf([1, 2])).stamps).toHaveLength(2 * rows.length);
});

test("a thread that dies is told in words, and another one does the next", async () => {
  const holder: typeof globalThis & {
    annulusStampThreads?: { slots: { thread: { terminate(): Promise<number> } | null }[] };
  } = globalThis;
  const lost = expect(passInThread(requestOf(files[0]!))).rejects.toThrow(/ended with code 1, expected its stamps/);
  // the slot has its thread after a turn, long before the answer
  await Promise.resolve();
  await holder.annulusStampThreads?.slots.find(({ thread }) => thread !== null)?.thread?.terminate();
  await lost;
  expect(await passInThread(requestOf(files[0]!))).toEqual(await passOverImage(requestOf(files[0]!)));
});

test("an image that is cut off, or gone, leaves the others", async () => {
  const whole = await answerOf(CHANNELS);
  truncateSync(path.join(root, files[1]!), 1_000_000);
  unlinkSync(path.join(root, files[2]!));
  await expect(passInThread(requestOf(files[2]!))).rejects.toMatchObject({ tag: "FileUnreadable" });
  const answer = decodeStampAnswer(await bytesOf(CHANNELS));
  for (const [at, { channels }] of answer.candidates.entries()) {
    expect(channels.map(({ state }) => state)).toEqual(["present", "broken", "broken", "present"]);
    expect(channels[2]!.reason).toContain(files[2]);
    for (const i of [0, 3]) {
      const before = whole.stamps[whole.candidates[at]!.channels[i]!.stamp!];
      expect(answer.stamps[channels[i]!.stamp!]).toEqual(before);
    }
  }
});

async function bytesOf(channels: number[]): Promise<Uint8Array<ArrayBuffer>> {
  const rowIds = rows.map(({ row_id }) => row_id);
  const pieces: Uint8Array[] = [];
  for await (const piece of await streamCandidateStamps({ rowIds, size: 48, channels, withLimits: true })) {
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
