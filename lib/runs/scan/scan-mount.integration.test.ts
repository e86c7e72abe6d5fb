import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { database, pool } from "@/lib/database/client";
import { lockMountForScan, saveInterruptedScans, unlockMount } from "@/lib/database/save-mounts";
import { withDatabase } from "@/lib/database/testing/with-database";
import { FileUnreadableError } from "@/lib/errors";
import { writeFits } from "@/lib/readers/fits";
import { addMount, removeMount } from "../requests";
import { scanMount } from "./scan-mount";

withDatabase();

let root: string;
let mountId: number;

beforeEach(async () => {
  root = mkdtempSync(path.join("/tmp", "annulus-scan-"));
  mountId = (await database().mount.create({ data: { name: path.basename(root), root } })).id;
});

afterEach(() => {
  chmodSync(root, 0o755);
  rmSync(root, { recursive: true, force: true });
});

/** A single image, which the generic reader translates. */
function detectorFits(detector: number, seqNum: number): Uint8Array {
  const cards: [string, string | number][] = [
    ["INSTRUME", "TestCam"],
    ["EXPID", 2025061300000 + seqNum],
    ["CCDNUM", detector],
    ["EXPTIME", 30],
  ];
  return writeFits([{ cards, image: { width: 8, height: 6, pixels: new Float32Array(48) } }]);
}

function write(name: string, bytes: Uint8Array | string, modifiedAt = new Date("2025-06-13T00:00:00Z")): void {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  utimesSync(file, modifiedAt, modifiedAt);
}

async function states(): Promise<Record<string, string>> {
  const files = await database().mountedFile.findMany({ where: { mountId }, orderBy: { path: "asc" } });
  return Object.fromEntries(files.map((file) => [file.path, file.state]));
}

async function reasonOf(name: string): Promise<string | null> {
  return (await database().mountedFile.findUniqueOrThrow({ where: { mountId_path: { mountId, path: name } } })).reason;
}

describe("scanMount", () => {
  test("tells new, unchanged, touched, changed and vanished files apart", async () => {
    write("a.fits", detectorFits(1, 10));
    write("night/b.fits", detectorFits(2, 10));
    write("night/c.fits", detectorFits(3, 10));
    expect((await scanMount(mountId)).counts).toMatchObject({ new: 3, unsupported: 0, unreadable: 0 });
    const before = await database().detectorImage.findMany({ orderBy: { detector: "asc" } });
    expect(before.map(({ detector, state }) => [detector, state])).toEqual([
      [1, "present"],
      [2, "present"],
      [3, "present"],
    ]);

    write("a.fits", detectorFits(1, 10), new Date("2025-06-14T00:00:00Z"));
    write("night/b.fits", detectorFits(2, 11));
    write("night/b.fits", detectorFits(2, 11), new Date("2025-06-14T00:00:00Z"));
    rmSync(path.join(root, "night/c.fits"));
    write("d.fits", detectorFits(4, 10));
    expect((await scanMount(mountId)).counts).toMatchObject({ new: 1, unchanged: 1, changed: 1, vanished: 1 });
    expect(await states()).toEqual({
      "a.fits": "unchanged",
      "d.fits": "new",
      "night/b.fits": "changed",
      "night/c.fits": "vanished",
    });
    const after = await database().detectorImage.findMany({ orderBy: { detector: "asc" } });
    expect(after.map(({ detector, state }) => [detector, state])).toEqual([
      [1, "present"],
      [2, "present"],
      [3, "vanished"],
      [4, "present"],
    ]);
    // touched: the pixels may be others, so the checksum is
    expect(after[0]?.checksum).not.toBe(before[0]?.checksum);
    expect(after[1]?.id).toBe(before[1]?.id);
    expect(after[1]?.exposureId).not.toBe(before[1]?.exposureId);
  });

  test("lists what it cannot use, with the reason, and goes on", async () => {
    const good = detectorFits(1, 10);
    write("good.fits", good);
    write("text.fits", "this is a letter, not an image");
    write("cut.fits", good.slice(0, 1000));
    write("empty.fits", "");
    write("notes.txt", "dark frames of June");
    write("lying.fits", detectorFits(5, 10).slice(0, 2880));
    symlinkSync("..", path.join(root, "loop"));
    const { counts, filesSeen } = await scanMount(mountId);
    expect(filesSeen).toBe(6);
    expect(counts).toMatchObject({ new: expect.any(Number), vanished: 0 });
    expect(await states()).toMatchObject({ "good.fits": "new", "text.fits": "unreadable", "notes.txt": "unsupported" });
    expect(await reasonOf("text.fits")).toMatch(/text\.fits/);
    expect(await reasonOf("empty.fits")).toMatch(/empty\.fits/);
    expect(await reasonOf("cut.fits")).toMatch(/cut\.fits/);
    expect(await reasonOf("lying.fits")).toMatch(/expected/);
    expect(await reasonOf("notes.txt")).toMatch(/not a FITS file by its name/);
    expect(await reasonOf("loop")).toMatch(/link/);
    rmSync(path.join(root, "loop"));
    expect((await scanMount(mountId)).counts).toMatchObject({ vanished: 0 });
    expect(await states()).not.toHaveProperty("loop");
  });

  test("keeps what it knows when the folder cannot be listed", async () => {
    write("a.fits", detectorFits(1, 10));
    await scanMount(mountId);
    rmSync(root, { recursive: true });
    await expect(scanMount(mountId)).rejects.toThrow(FileUnreadableError);
    expect(await states()).toEqual({ "a.fits": "new" });
    const mount = await database().mount.findUniqueOrThrow({ where: { id: mountId } });
    expect(mount).toMatchObject({ scanState: "failed" });
    expect(mount.scanNote).toMatch(/is not there/);
    mkdirSync(root);
  });

  test("a removed mount takes its unmeasured exposures along, and brings them back", async () => {
    write("a.fits", detectorFits(1, 77));
    await scanMount(mountId);
    const where = { exposureId: 2025061300077n };
    expect(await database().exposure.count({ where })).toBe(1);
    await removeMount(mountId);
    expect(await states()).toEqual({ "a.fits": "vanished" });
    expect(await database().exposure.count({ where })).toBe(0);
    await expect(scanMount(mountId)).rejects.toThrow(/expected an existing mount/);
    expect(await addMount({ root })).toEqual({ mountId, isNew: true });
    expect((await scanMount(mountId)).counts).toMatchObject({ new: 1 });
    expect(await database().exposure.count({ where })).toBe(1);
  });

  test("that was killed is told as interrupted; one that works is left alone", async () => {
    await database().mount.update({ where: { id: mountId }, data: { scanState: "scanning" } });
    const client = await pool().connect();
    const state = async () => (await database().mount.findUniqueOrThrow({ where: { id: mountId } })).scanState;
    await lockMountForScan(client, mountId);
    await saveInterruptedScans(pool());
    expect(await state()).toBe("scanning");
    await unlockMount(client, mountId);
    client.release();
    await saveInterruptedScans(pool());
    expect(await state()).toBe("failed");
  });

  test("two scans of one mount wait for each other", async () => {
    for (let detector = 0; detector < 20; detector++) write(`${detector}.fits`, detectorFits(detector, 10));
    const [first, second] = await Promise.all([scanMount(mountId), scanMount(mountId)]);
    expect([first.counts.new, second.counts.new].sort((a, b) => a - b)).toEqual([0, 20]);
    expect(await database().detectorImage.count({ where: { file: { mountId } } })).toBe(20);
  });
});
