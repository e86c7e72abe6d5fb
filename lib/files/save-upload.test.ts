import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkUploadName, saveUpload } from "./save-upload";

const FITS = Buffer.from("SIMPLE  =                    T".padEnd(2880));
async function* stream(chunks: Buffer[]) {
  yield* chunks;
}

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "annulus-upload-"));
  folder = path.join(home, "uploads");
});
afterEach(() => rmSync(home, { recursive: true }));

const save = (name: string, bytes: Buffer[], limitBytes = 10_000) =>
  saveUpload(folder, { name, bytes: stream(bytes), limitBytes });

describe("an upload", () => {
  it("is kept whole under its name", async () => {
    expect(await save("dark 1.fits", [FITS, FITS])).toEqual({ name: "dark 1.fits", bytes: 5760 });
    expect(readFileSync(path.join(folder, "dark 1.fits")).byteLength).toBe(5760);
  });

  it("never replaces another of the same name", async () => {
    await save("a.fits.gz", [Buffer.from([0x1f, 0x8b, 8, 0])]);
    expect((await save("a.fits.gz", [FITS])).name).toBe("a-2.fits.gz");
    expect(readdirSync(folder).sort()).toEqual(["a-2.fits.gz", "a.fits.gz"]);
  });

  it("of a job goes into its folder in any format, and replaces an earlier one", async () => {
    const saveJob = (job: string, name: string, text: string) =>
      saveUpload(folder, { name, job, bytes: stream([Buffer.from(text)]), limitBytes: 100 });
    expect(await saveJob("jid7", "a.txt", "old")).toEqual({ name: "jid7/a.txt", bytes: 3 });
    await saveJob("jid7", "a.txt", "new");
    expect(readFileSync(path.join(folder, "jid7/a.txt"), "utf8")).toBe("new");
    await expect(saveJob("jid7", "a.fits", "no FITS")).rejects.toThrow("expected SIMPLE");
    await expect(saveJob("jid7", "a.txt", "x".repeat(101))).rejects.toThrow("a larger file");
    for (const [job, name] of [
      ["..", "a.txt"],
      ["jid7/..", "a.txt"],
      ["jid7", "../a.txt"],
      ["jid7", ".hidden"],
    ] as const) {
      await expect(saveJob(job, name, "x")).rejects.toThrow("expected jid<N> and a file name");
    }
    expect(readdirSync(`${folder}.partial`)).toEqual([]);
  });

  it.each([
    ["a text file", [Buffer.from("Dear all, the exposures of tonight")], /begins with "Dear all, the ex"/],
    ["an empty file", [], /0 bytes/],
    ["a file above the limit", [FITS, FITS, FITS, FITS], /a larger file, expected at most 10000 bytes/],
  ])("that is %s leaves nothing behind", async (_, bytes, message) => {
    await expect(save("x.fits", bytes)).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(`${folder}.partial`)).toEqual([]);
  });

  it("may come in pieces of any size", async () => {
    const pieces = [FITS.subarray(0, 1), FITS.subarray(1, 5), FITS.subarray(5)];
    expect(await save("x.fts", pieces)).toEqual({ name: "x.fts", bytes: 2880 });
    expect(readFileSync(path.join(folder, "x.fts"))).toEqual(FITS);
    await expect(save("y.fits", [FITS.subarray(0, 1), Buffer.from("no FITS")])).rejects.toThrow(
      'begins with "Sno FITS"',
    );
    await expect(save("y.fits", [FITS.subarray(0, 4)])).rejects.toThrow('begins with "SIMP"');
  });

  it("that breaks off leaves nothing behind", async () => {
    async function* broken() {
      yield FITS;
      throw new Error("aborted");
    }
    await expect(saveUpload(folder, { name: "x.fits", bytes: broken(), limitBytes: 10_000 })).rejects.toThrow(
      "aborted",
    );
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(`${folder}.partial`)).toEqual([]);
  });

  it("may not have a name that no disk takes", () => {
    expect(() => checkUploadName(`${"é".repeat(150)}.fits`)).toThrow("expected at most 240 bytes");
    expect(() => checkUploadName(`${"é".repeat(117)}.fits`)).not.toThrow();
  });

  it.each(["../x.fits", "a/b.fits", "a\\b.fits", ".hidden.fits", "x.txt", "", "x\u0000.fits"])(
    "may not be called %j",
    (name) => {
      expect(() => checkUploadName(name)).toThrow(/name of the upload/);
    },
  );
});
