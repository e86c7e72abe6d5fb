// One candidate and stamps of many, as pages and the API ask for them, from simulated job folders and sets of alerts through the scan.

import { readFileSync, unlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { database } from "@/lib/database/client";
import { withDatabase } from "@/lib/database/testing/with-database";
import { decodeStampAnswer } from "@/lib/difference/stamp-answer";
import { FEATURE_COLUMNS } from "@/lib/difference/stored-columns";
import { memoryByteSource } from "@/lib/files/byte-source";
import { zscaleLimits } from "@/lib/kernels/zscale";
import { openFits, readImage } from "@/lib/readers/fits";
import { addMount } from "@/lib/runs/requests";
import { scanMount } from "@/lib/runs/scan/scan-mount";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { getCandidate } from "./difference-candidate";
import { candidateFits, candidateNpy } from "./difference-stamp-files";
import { type StampRequest, streamCandidateStamps } from "./difference-stamps";
import { list, withSimulatedJobs } from "./testing/simulated-jobs";

vi.mock("server-only", () => ({}));
withDatabase();
const simulated = withSimulatedJobs();

describe("a candidate", () => {
  test("stands among those of its job", async () => {
    const rows = await list({ filter: "jid=jid9", sort: "-snr", columns: ["snr"] });
    const measured = rows.filter(({ values }) => values.snr !== null);
    const middle = measured[Math.floor(measured.length / 2)]!;
    const detail = await getCandidate({ name: middle.candidateId });
    const below = measured.filter(({ values }) => Number(values.snr) <= Number(middle.values.snr)).length;
    const snr = detail.features.find(({ column }) => column === "snr")!;
    expect(snr.percentile).toBeCloseTo((100 * below) / measured.length, 9);
    expect(detail.features).toHaveLength(FEATURE_COLUMNS.length);
    expect(await getCandidate({ name: middle.rowId })).toEqual(detail);
    expect(detail.job.jid).toBe("jid9");
    await expect(getCandidate({ name: "jid9:zogy:999999" })).rejects.toThrow("no candidate jid9:zogy:999999");
  });

  test("has its truth, its neighbours and itself in the light curve", async () => {
    const [row] = await list({
      filter: "injected=true & detected_by=both",
      sort: "-snr",
      limit: 1,
      columns: ["truth_id"],
    });
    const detail = await getCandidate({ name: row!.rowId });
    expect(detail.nearestTruth).toMatchObject({ truthId: row!.values.truth_id, isMatch: true });
    expect(detail.recurrences.filter(({ isSelf }) => isSelf)).toHaveLength(1);
    const inReach = (await list({ filter: `jid=${row!.jid}` })).filter(
      ({ x, y, rowId }) => rowId !== row!.rowId && Math.hypot(x! - row!.x!, y! - row!.y!) <= 30,
    );
    expect(detail.neighbours.map(({ rowId }) => rowId).sort()).toEqual(inReach.map(({ rowId }) => rowId).sort());
    expect(detail.otherMode?.mode).toBe("reference");
  });
});

async function encodedCandidateStamps(request: StampRequest): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await streamCandidateStamps(request)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

describe("stamps", () => {
  test("are the pixels about the candidate, NaN outside, with the limits of the full image", async () => {
    const [corner] = await list({ filter: "jid=jid9", sort: "edge_distance_px", limit: 1 });
    const [other] = await list({ filter: "jid=jid10", sort: "-snr", limit: 1 });
    const rowIds = [other!.rowId, corner!.rowId];
    const request = { rowIds, size: 32, channels: null, withLimits: true };
    const answer = decodeStampAnswer(await encodedCandidateStamps(request));
    expect(answer.candidates.map(({ rowId }) => rowId)).toEqual(rowIds);
    const entry = answer.candidates[1]!;
    expect(entry.channels.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(entry.channels[3]).toMatchObject({ state: "absent", stamp: null });
    const bytes = new Uint8Array(readFileSync(path.join(simulated.root, "jid9/bkg_subbed_science_image.fits")));
    const { width, height, pixels } = await readImage(await openFits(memoryByteSource(bytes, "science")), 0);
    expect(entry.channels[0]!.limits).toEqual(zscaleLimits(pixels));
    const stamp = answer.stamps[entry.channels[0]!.stamp!]!;
    const [cx, cy] = [Math.floor(corner!.x! + 0.5), Math.floor(corner!.y! + 0.5)];
    let outside = 0;
    for (let i = 0; i < 32 * 32; i++) {
      const [x, y] = [cx - 16 + (i % 32), cy - 16 + Math.floor(i / 32)];
      const isInside = x >= 0 && y >= 0 && x < width && y < height;
      if (!isInside) outside++;
      expect(stamp[i]).toBe(isInside ? pixels[y * width + x] : Number.NaN);
    }
    expect(outside).toBeGreaterThan(0);
    expect(decodeStampAnswer(await encodedCandidateStamps(request))).toEqual(answer);
    // many of one image are cut from the whole of it: the same pixels
    const many = (await list({ filter: "jid=jid9", sort: "edge_distance_px", limit: 30 })).map(({ rowId }) => rowId);
    expect(many.length).toBeGreaterThan(16);
    const together = decodeStampAnswer(await encodedCandidateStamps({ ...request, rowIds: many }));
    const again = together.candidates.find(({ rowId }) => rowId === corner!.rowId)!;
    expect(together.stamps[again.channels[0]!.stamp!]).toEqual(stamp);
  });

  test("come as FITS and npy to keep", async () => {
    const [row] = await list({ filter: "jid=jid9", limit: 1 });
    const { name, bytes } = await candidateFits(row!.rowId, 64);
    expect(name).toMatch(/^jid9_zogy_\d+\.fits$/);
    const file = await openFits(memoryByteSource(bytes, name));
    expect(file.hdus).toHaveLength(10);
    expect(file.hdus[1]!.header.getText("EXTNAME")).toBe("SCIENCE_IMAGE");
    expect(file.hdus[4]!.header.getText("REASON")).toBe("no ZOGY score image");
    const npy = await candidateNpy(row!.rowId, 64);
    expect(new TextDecoder("latin1").decode(npy.bytes.subarray(0, 120))).toContain("'shape': (64, 64, 9)");
  });

  test("refuse sizes and rows that cannot be", async () => {
    const request = { rowIds: ["1"], size: 64, channels: null, withLimits: false };
    await expect(encodedCandidateStamps({ ...request, size: 0 })).rejects.toThrow("expected 1 to 256 px");
    await expect(encodedCandidateStamps({ ...request, rowIds: [] })).rejects.toThrow("expected 1 to 1000");
    await expect(encodedCandidateStamps({ ...request, rowIds: ["99999999"] })).rejects.toThrow("none of 1 rows");
  });

  test("of a vanished file tell so, and keep the rest", async () => {
    unlinkSync(path.join(simulated.root, "jid10/bkg_subbed_science_image.fits"));
    const [row] = await list({ filter: "jid=jid10", limit: 1 });
    const answer = decodeStampAnswer(
      await encodedCandidateStamps({ rowIds: [row!.rowId], size: 16, channels: [1, 2], withLimits: false }),
    );
    expect(answer.candidates[0]!.channels.map(({ state }) => state)).toEqual(["broken", "present"]);
  });
});

describeWithData("alerts of surveys", () => {
  test("go through the same lists, details and stamps", async () => {
    await scanMount((await addMount({ root: testDataPath("diff/ztf_stamps") })).mountId);
    const rows = await list({
      filter: "source=ztf & drb>0.9",
      sort: "-score",
      columns: ["score", "object_id"],
      limit: 5,
    });
    expect(rows).toHaveLength(5);
    const detail = await getCandidate({ name: rows[0]!.candidateId });
    expect(detail).toMatchObject({ source: "ztf", label: null, nearestTruth: null, job: { jid: "ztf_stamps" } });
    expect(detail.job.channels.map(({ label }) => label)).toEqual(["science image", "template image", "difference"]);
    const answer = decodeStampAnswer(
      await encodedCandidateStamps({
        rowIds: rows.map(({ rowId }) => rowId),
        size: 64,
        channels: null,
        withLimits: true,
      }),
    );
    expect(answer.stamps).toHaveLength(15);
    for (const stamp of answer.stamps) expect(stamp.some(Number.isFinite)).toBe(true);
    expect(await database().candidate.count({ where: { source: "ztf", label: { not: null } } })).toBe(0);
  });
});
