// What the fuzzer starts from: the reader's fixtures, and files made by hand for kinds that no fixture has.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { memoryByteSource } from "@/lib/files/byte-source";
import { openFits } from "@/lib/readers/fits";
import { fieldBytes } from "@/lib/readers/fits/table";
import { asciiTableHdu, binaryTableHdu, buildFits, type CardOfBuild, EMPTY_PRIMARY, imageHdu } from "./build";

/** Bytes of [start, end). */
export interface Range {
  start: number;
  end: number;
}

export interface Seed {
  name: string;
  kind: "fits" | "catalog";
  bytes: Uint8Array;
  headers: Range[];
  data: Range[];
  /** Heap descriptors (P or Q) of binary tables: where they lie and their bytes. */
  descriptors: { at: number; width: 8 | 16 }[];
  heaps: Range[];
}

const READERS = join(import.meta.dirname, "../../lib/readers");
const FIXTURES = join(READERS, "fits/fixtures");
const CATALOGS = join(READERS, "catalogs/fixtures");
/** A fixture of many HDUs is taken apart: a case then costs less, and a mutation more often meets what is read. */
const MOST_WHOLE_BYTES = 100_000;

/** All seeds, in an order that follows from the names alone. */
export async function readCorpus(): Promise<Seed[]> {
  const seeds: Seed[] = [];
  for (const name of readdirSync(FIXTURES).sort()) {
    if (!/\.fits(\.fz)?(\.gz)?$/.test(name)) continue;
    const stored = readFileSync(join(FIXTURES, name));
    const bytes = new Uint8Array(name.endsWith(".gz") ? gunzipSync(stored) : stored);
    seeds.push(...(bytes.length > MOST_WHOLE_BYTES ? await takeApart(name, bytes) : [await describeSeed(name, bytes)]));
  }
  for (const [name, bytes] of [...handMade(), ...longOnes(), ...wcsImages()])
    seeds.push(await describeSeed(name, bytes));
  for (const name of readdirSync(CATALOGS).sort()) {
    if (/\.(py|json)$/.test(name)) continue;
    const bytes = new Uint8Array(readFileSync(join(CATALOGS, name)));
    const whole = [{ start: 0, end: bytes.length }];
    seeds.push({ name, kind: "catalog", bytes, headers: [], data: whole, descriptors: [], heaps: [] });
  }
  return seeds;
}

/** The primary header with one of the extensions each. */
async function takeApart(name: string, bytes: Uint8Array): Promise<Seed[]> {
  const file = await openFits(memoryByteSource(bytes, name));
  const starts = [...file.hdus.map((hdu) => hdu.dataStart - hdu.headerBytes.length), bytes.length];
  const primary = bytes.subarray(0, starts[1]);
  const seeds: Seed[] = [];
  for (const { index } of file.hdus.slice(1)) {
    const extension = bytes.subarray(starts[index], starts[index + 1]);
    const part = new Uint8Array(primary.length + extension.length);
    part.set(primary);
    part.set(extension, primary.length);
    seeds.push(await describeSeed(`${name} [${index}]`, part));
  }
  return seeds;
}

async function describeSeed(name: string, bytes: Uint8Array): Promise<Seed> {
  const file = await openFits(memoryByteSource(bytes, name));
  const seed: Seed = { name, kind: "fits", bytes, headers: [], data: [], descriptors: [], heaps: [] };
  for (const hdu of file.hdus) {
    seed.headers.push({ start: hdu.dataStart - hdu.headerBytes.length, end: hdu.dataStart });
    const end = Math.min(bytes.length, hdu.dataStart + hdu.dataBytes);
    if (end > hdu.dataStart) seed.data.push({ start: hdu.dataStart, end });
    const [rowBytes, rowCount] = [hdu.header.getNumber("NAXIS1") ?? 0, hdu.header.getNumber("NAXIS2") ?? 0];
    let offset = 0;
    for (let i = 1; i <= (hdu.header.getNumber("TFIELDS") ?? 0); i++) {
      const match = /^(\d*)([A-Z])/.exec(hdu.header.getText(`TFORM${i}`) ?? "");
      if (!match) break;
      const width = match[2] === "P" ? 8 : match[2] === "Q" ? 16 : null;
      if (width && match[1] !== "0") {
        for (let row = 0; row < rowCount; row++) {
          seed.descriptors.push({ at: hdu.dataStart + row * rowBytes + offset, width });
        }
      }
      offset += fieldBytes(match[2]!, match[1] === "" ? 1 : Number(match[1]));
    }
    const heapStart = hdu.dataStart + (hdu.header.getNumber("THEAP") ?? rowBytes * rowCount);
    if (offset > 0 && heapStart < end) seed.heaps.push({ start: heapStart, end });
  }
  return seed;
}

function handMade(): [string, Uint8Array][] {
  const forms = "L 11X B I J K 5A E D C M 3J 4E PB(9) 1PE(9) 1QJ(9) PA(8)".split(" ");
  const special: CardOfBuild[] = [
    ["TNULL4", -32768],
    ["TZERO4", 32768],
    ["TSCAL5", 0.5],
    ["TDIM13", "(2,2)"],
    ["TUNIT9", "deg"],
    ["TDISP9", "F8.3"],
  ];
  const groups: CardOfBuild[] = [
    ["SIMPLE", true],
    ["BITPIX", -32],
    ["NAXIS", 3],
    ["NAXIS1", 0],
    ["NAXIS2", 4],
    ["NAXIS3", 3],
    ["GROUPS", true],
    ["PCOUNT", 2],
    ["GCOUNT", 3],
  ];
  const bitpixes = [8, 16, 32, 64, -32, -64];
  return [
    ["every BITPIX", buildFits([EMPTY_PRIMARY, ...bitpixes.map((bitpix) => imageHdu(bitpix, [7, 5]))])],
    ["cubes", buildFits([imageHdu(16, [5, 4, 3], [], true), imageHdu(-32, [3, 1, 2, 2]), imageHdu(8, [9])])],
    [
      "scaled",
      buildFits([
        imageHdu(
          16,
          [6, 6],
          [
            ["BSCALE", 0.25],
            ["BZERO", 7.5],
            ["BLANK", -3],
          ],
          true,
        ),
      ]),
    ],
    [
      "unsigned",
      buildFits([
        imageHdu(64, [6, 3], [["BZERO", 9223372036854775808n]], true),
        imageHdu(32, [4, 4], [["BZERO", 2147483648]]),
      ]),
    ],
    ["every column", buildFits([EMPTY_PRIMARY, binaryTableHdu(forms, 9, special)])],
    ["tables", buildFits([EMPTY_PRIMARY, asciiTableHdu(), binaryTableHdu(["J", "E", "8A"], 20), asciiTableHdu()])],
    ["random groups", buildFits([{ cards: groups, data: new Uint8Array(4 * 3 * (2 + 12)) }])],
  ];
}

/** The headers of the WCS golden file, each above a small image. */
function wcsImages(): [string, Uint8Array][] {
  const cases: { name: string; cards: Record<string, string | number> }[] = JSON.parse(
    readFileSync(join(FIXTURES, "wcs.json"), "utf8"),
  );
  return cases
    .filter((_, i) => i % 4 === 0)
    .map(({ name, cards }) => {
      const own = Object.entries(cards).filter(([keyword]) => !keyword.startsWith("NAXIS"));
      return [`WCS ${name}`, buildFits([imageHdu(8, [4, 3], own, true)])];
    });
}

/** Where work that grows faster than the file would show: many cards, many columns, many HDUs, columns of no width. */
function longOnes(): [string, Uint8Array][] {
  const first: CardOfBuild = ["LONG", "it goes on &"];
  const chain = Array.from(
    { length: 1500 },
    (): CardOfBuild => ["CONTINUE", "and on and on and on and on and on and on and on &"],
  );
  const comments = Array.from({ length: 1500 }, (_, i): CardOfBuild => [`KEY${i}`, i]);
  const narrow = binaryTableHdu(["0J", "0A", "0X", "0D"], 6);
  const wide = binaryTableHdu(
    Array.from({ length: 400 }, (_, i) => ["B", "L", "1X", "0E"][i % 4]!),
    3,
  );
  return [
    ["CONTINUE chain", buildFits([imageHdu(8, [3, 3], [first, ...chain], true)])],
    ["many cards", buildFits([imageHdu(8, [3, 3], comments, true)])],
    ["columns of no width", buildFits([EMPTY_PRIMARY, narrow])],
    ["many columns", buildFits([EMPTY_PRIMARY, wide])],
    ["many HDUs", buildFits([EMPTY_PRIMARY, ...Array.from({ length: 60 }, () => imageHdu(16, [2, 2]))])],
  ];
}
