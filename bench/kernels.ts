// npm run bench -- kernels [--folder DIR] [--rounds N]: kernels, detection warm and cold, two workers and memory, against sep,
// astropy, numpy, scipy and source-extractor on the same images in the same run. Writes bench/results/kernels.json.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { environment } from "@/lib/environment";
import { writeFits } from "@/lib/readers/fits";
import { simulateDetector } from "@/lib/simulate";
import { prepareSourceExtractor, runAnnulus, runSourceExtractor } from "./kernels/cold";
import { type Peers, startPeers } from "./kernels/peers";
import { judge, type Lap, lapOf, type Row, rowText, type Target, targetText } from "./kernels/report";
import type { Run } from "./kernels/thread";
import { startThreads, type Thread } from "./kernels/threads";

const WIDTH = 4072;
const HEIGHT = 4000;
const FEW = `simulated:4:${WIDTH}:${HEIGHT}`;
const MANY = `simulated:60:${WIDTH}:${HEIGHT}`;
const LARGEST = "simulated:60:4096:4096";
const PAIRED_ROUNDS = 8;

const { values: options } = parseArgs({
  options: { folder: { type: "string" }, rounds: { type: "string", default: "7" } },
});
const scratch = mkdtempSync(path.join(tmpdir(), "annulus-bench-"));
try {
  await benchKernels(options.folder ? path.resolve(options.folder) : scratch, Number(options.rounds));
} finally {
  rmSync(scratch, { recursive: true });
}

async function benchKernels(folder: string, rounds: number): Promise<void> {
  const { file, origin } = findImage(folder);
  const peers = await startPeers();
  const [first, second] = await startThreads(2);
  if (first === undefined || second === undefined) throw new Error("no threads");
  console.log(`${WIDTH} x ${HEIGHT} float32 (${origin}); ${rounds} rounds in turn; milliseconds, best (median)\n`);
  const rows: Row[] = [];
  const note = (row: Row) => {
    rows.push(row);
    console.log(rowText(row));
    return row;
  };
  const compare = async (name: string, work: string, peer: [string, string] | null, image = file) =>
    note(await measure({ name, work, image, peer, rounds }, first, peers));

  const annulus = await compare("detection, annulus mode", "annulus", ["sep", "sep"]);
  const reference = await compare("detection, reference mode", "reference", ["sep", "sep"]);
  await compare("annulus mode, simulated dark, few rows", "annulus", null, FEW);
  await compare("annulus mode, simulated dark, many rows", "annulus", null, MANY);
  await compare("starlet plane 2, generation 2", "plane 2", ["plane 2", "scipy"]);
  await compare("median and MAD, whole image", "median", ["median", "numpy"]);
  await compare("threshold and label", "label", ["label", "scipy"]);
  const zscale = await compare("zscale limits", "zscale", ["zscale", "astropy"]);
  const clip = await compare("sigma clip, whole image", "clip", ["clip", "astropy"]);
  const clips = await compare("sigma clip, 16 amplifiers", "clip amplifiers", ["clip amplifiers", "astropy"]);
  const extractor = prepareSourceExtractor(scratch);
  const [coldReference, coldAnnulus] = (await measureCold(file, extractor, peers, rounds)).map(note);
  const pair = await measurePair([first, second], file);
  const largest = await first.run({ work: "annulus", image: LARGEST });
  const megabytes = largest.bytes / 1e6;
  console.log(`two workers: ${pair.toFixed(2)} x one; memory of a thread at 4096 x 4096: ${megabytes.toFixed(0)} MB\n`);

  const rate = (row: Row) => (WIDTH * HEIGHT) / 1e3 / row.ours.best;
  const gain = (row: Row) => (row.peer ? row.peer.best / row.ours.best : null);
  const targets: Target[] = [
    judge("annulus mode, Mpix/s a core", rate(annulus), 100, 140),
    judge("reference mode, Mpix/s a core", rate(reference), 100, 140),
    judge("annulus mode, times sep's detection", gain(annulus), 2.4, null),
    judge("reference mode, times sep's detection", gain(reference), 2.4, null),
    judge("cold reference mode, source-extractor's time by ours", coldReference ? gain(coldReference) : null, 1, 1.25),
    judge("cold annulus mode, source-extractor's time by ours", coldAnnulus ? gain(coldAnnulus) : null, 1, 1.25),
    judge("zscale limits, times astropy", gain(zscale), 10, null),
    judge("sigma clip of 16 amplifiers, times astropy", gain(clips), 4, null),
    judge("sigma clip of the whole image, times astropy", gain(clip), 4, null),
    judge("two workers, times one", pair, 1.9, null),
    judge("400 MB by the memory of a thread", 400 / megabytes, 1, null),
  ];
  for (const target of targets) console.log(targetText(target));
  peers?.close();
  await Promise.all([first.close(), second.close()]);
  const versions = { node: process.version, ...peers?.versions, ...(extractor && { "source-extractor": extractor }) };
  const memory = { megabytes, of: "kernels, image and mask, 4096 x 4096 float32" };
  const machine = { processor: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), load: loadavg()[0] };
  saveResults({
    date: new Date().toISOString(),
    machine,
    versions,
    origin,
    rounds,
    rows,
    twoWorkers: pair,
    memory,
    targets,
  });
}

/** f32.fits of the folder; else a simulated dark, written there. */
function findImage(folder: string): { file: string; origin: string } {
  const file = path.join(folder, "f32.fits");
  if (existsSync(file)) return { file, origin: "f32.fits of the folder" };
  const settings = { rings: 100, blobs: 200 };
  const { pixels } = simulateDetector({ width: WIDTH, height: HEIGHT, seed: "bench kernels", settings });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, writeFits([{ cards: [], image: { width: WIDTH, height: HEIGHT, pixels } }]));
  return { file, origin: "our simulation: 100 rings, 200 blobs" };
}

interface Comparison {
  name: string;
  work: string;
  image: string;
  /** work and name of the peer */
  peer: [string, string] | null;
  rounds: number;
}

/** Rounds of ours and theirs in turn; the first of theirs and the first three of ours warm up. */
async function measure(
  { name, work, image, peer, rounds }: Comparison,
  thread: Thread,
  peers: Peers | null,
): Promise<Row> {
  const [ours, theirs]: [Run[], Run[]] = [[], []];
  for (let warm = 0; warm < 3; warm++) await thread.run({ work, image });
  const canCompare = peer !== null && peers !== null && (await peers.run(peer[0], image)) !== null;
  for (let round = 0; round < rounds; round++) {
    ours.push(await thread.run({ work, image }));
    const run = canCompare ? await peers.run(peer[0], image) : null;
    if (run !== null) theirs.push(run);
  }
  return { name, ours: lapOf(ours), peer: peerLap(theirs), peerName: peer?.[1] ?? null };
}

/** Whole processes in turn: reference mode, whose work is the nearest to source-extractor's, then annulus mode. */
async function measureCold(
  file: string,
  extractor: string | null,
  peers: Peers | null,
  rounds: number,
): Promise<Row[]> {
  const negated = path.join(scratch, "negated.fits");
  const canCompare = extractor !== null && (await peers?.run("negate", file, negated)) != null;
  const [reference, annulus, theirs]: [Run[], Run[], Run[]] = [[], [], []];
  for (let round = 0; round <= rounds; round++) {
    const other = canCompare ? runSourceExtractor(negated, scratch) : null;
    const ours = [runAnnulus(file, "reference", scratch), runAnnulus(file, "annulus", scratch)] as const;
    if (round === 0) continue;
    reference.push(ours[0]);
    annulus.push(ours[1]);
    if (other !== null) theirs.push(other);
  }
  const rowOf = (mode: string, runs: Run[]) => ({
    name: `cold whole process, ${mode} mode`,
    ours: lapOf(runs),
    peer: peerLap(theirs),
    peerName: "source-extractor",
  });
  return [rowOf("reference", reference), rowOf("annulus", annulus)];
}

function peerLap(runs: Run[]): Lap | null {
  return runs.length > 0 ? lapOf(runs) : null;
}

/** Throughput of two threads at work at once over that of one, best of three. */
async function measurePair(threads: Thread[], image: string): Promise<number> {
  const work = async (thread: Thread) => {
    for (let round = 0; round < PAIRED_ROUNDS; round++) await thread.run({ work: "annulus", image });
  };
  const time = async (busy: Thread[]) => {
    const started = performance.now();
    await Promise.all(busy.map(work));
    return performance.now() - started;
  };
  await time(threads);
  let best = 0;
  for (let k = 0; k < 3; k++) {
    const alone = (await time(threads.slice(0, 1))) / 2 + (await time(threads.slice(1))) / 2;
    best = Math.max(best, (2 * alone) / (await time(threads)));
  }
  return best;
}

function saveResults(results: unknown): void {
  const target = path.join(environment().projectRoot, "bench/results");
  mkdirSync(target, { recursive: true });
  writeFileSync(path.join(target, "kernels.json"), `${JSON.stringify(results, null, 2)}\n`);
}
