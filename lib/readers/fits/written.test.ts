// The files of testing/written-files.ts are, byte by byte, those that astropy, fitsverify and funpack accepted when
// fixtures/written.check.py was run last. After a change that alters bytes:
//   ANNULUS_WRITTEN_FOLDER=FOLDER npx vitest run --project unit lib/readers/fits/written.test.ts
//   python3 lib/readers/fits/fixtures/written.check.py FOLDER

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { openFits, verifyFits, writeFits } from "./index";
import { writtenFiles } from "./testing/written-files";

const accepted: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, "fixtures/written.json"), "utf8"),
);
const folder = process.env.ANNULUS_WRITTEN_FOLDER;

describe("what other programs accept", () => {
  it.each(writtenFiles())("is still what is written: $name", async ({ name, hdus }) => {
    const bytes = writeFits(hdus);
    if (folder) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}.fits`), bytes);
      writeFileSync(
        join(folder, `${name}.truth.json`),
        JSON.stringify(hdus, (_key, value) => plainValue(value)),
      );
    } else expect(createHash("sha256").update(bytes).digest("hex")).toBe(accepted[name]);
    expect(await verifyFits(await openFits(memoryByteSource(bytes, name)))).toEqual([]);
  });
});

function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (!ArrayBuffer.isView(value)) return value;
  const base64 = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  return { array: value.constructor.name, base64 };
}
