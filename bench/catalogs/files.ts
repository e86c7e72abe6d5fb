// Tables for the catalogue bench, seeded: the same bytes on every machine.

import { closeSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { writeVotable } from "@/lib/tables";

/** One file of the bench: what it is, and what the peers shall read it as. */
export interface BenchTable {
  name: string;
  file: string;
  format: "csv" | "csv-exact" | "whitespace" | "votable";
  /** most that ours may take, by the time of the peer */
  target: { library: "pandas" | "astropy"; most: number } | null;
}

export const TABLES: BenchTable[] = [
  { name: "CSV, 1e6 x 5, 8 digits", file: "short.csv", format: "csv", target: { library: "pandas", most: 1 } },
  { name: "CSV, 3e5 x 4, 17 digits", file: "long.csv", format: "csv-exact", target: { library: "pandas", most: 1 } },
  { name: "psfcat.txt, 1e5 x 12", file: "psfcat.txt", format: "whitespace", target: { library: "pandas", most: 1 } },
  { name: "VOTable TABLEDATA, 5e4 x 4", file: "tabledata.vot", format: "votable", target: null },
  { name: "VOTable BINARY2, 5e4 x 4", file: "binary2.vot", format: "votable", target: null },
];

/** Park and Miller's generator: numbers from 0 to 1. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/**
 * Writes all files.
 *
 * @param folder where to
 */
export function makeTables(folder: string): void {
  const random = makeRandom(7);
  const kinds = ["PSF", "REX", "DEV", "EXP", "SER"];
  writeLines(path.join(folder, "short.csv"), "id,g,r,z,type", 1_000_000, (i) => {
    const g = 16 + 8 * random();
    const r = g - 1.5 * random();
    const z = r - 0.8 * random();
    return `${i},${g.toPrecision(8)},${r.toPrecision(8)},${z.toPrecision(8)},${kinds[(i * 7919) % 5]}`;
  });
  writeLines(path.join(folder, "long.csv"), "id,ra,dec,g", 300_000, (i) => {
    return `${697823451123456789n + BigInt(i)},${360 * random()},${180 * random() - 90},${1e-17 * random()}`;
  });
  writeLines(
    path.join(folder, "psfcat.txt"),
    "id group_id local_bkg x_fit y_fit g x_err y_err flux_err qfit flags ra",
    100_000,
    (i) => {
      const numbers = Array.from({ length: 9 }, () => (4089 * random()).toFixed(4));
      return `${i} ${i} ${numbers.slice(0, 7).join(" ")} ${numbers[7]} ${i % 8} ${numbers[8]}`;
    },
  );
  const values = () => Float64Array.from({ length: 50_000 }, () => 100 * random());
  const columns = ["ra", "dec", "g", "r"].map((name) => ({
    name,
    type: "float64" as const,
    unit: null,
    description: "",
    values: values(),
  }));
  for (const [file, serialization] of [
    ["tabledata.vot", "TABLEDATA"],
    ["binary2.vot", "BINARY2"],
  ] as const) {
    const target = openSync(path.join(folder, file), "w");
    writeSync(target, writeVotable({ name: "bench", meta: {}, columns }, serialization));
    closeSync(target);
  }
}

function writeLines(file: string, header: string, count: number, line: (i: number) => string): void {
  const target = openSync(file, "w");
  writeSync(target, `${header}\n`);
  for (let start = 0; start < count; start += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, count - start) }, (_, k) => line(start + k));
    writeSync(target, `${lines.join("\n")}\n`);
  }
  closeSync(target);
}
