// The process that runs cases: every `stride`th from `first` on. It says which case it is about to run, so that whoever watches
// knows which one hung or killed it.

import { readCorpus } from "./corpus";
import { installMeter } from "./meter";
import { mutate } from "./mutate";
import { randomOf } from "./random";
import { runCase } from "./run-case";

/** What the child says; the last before its end is "done", or "crowded" after a case that left it with too much memory. */
export type Message =
  | { kind: "case"; caseNumber: number }
  | { kind: "finding"; caseNumber: number; seedName: string; recipe: string[]; text: string }
  | { kind: "done" | "crowded"; caseNumber: number; endings: [string, number][] };

/** What one case may add to the peak of the process's memory (besides four times its file). */
const MOST_EXTRA_BYTES = 64 << 20;

async function main(seed: number, first: number, stride: number, end: number): Promise<void> {
  const corpus = await readCorpus();
  const meter = installMeter();
  const endings = new Map<string, number>();
  await warmUp(corpus[0]!.bytes);
  let caseNumber = first;
  let isCrowded = false;
  for (; caseNumber < end && !isCrowded; caseNumber += stride) {
    say({ kind: "case", caseNumber });
    const random = randomOf(seed, caseNumber);
    const origin = random.pick(corpus);
    const { bytes, recipe } = mutate(origin, random);
    const peakBefore = peakBytes();
    const report = await runCase(bytes, origin.kind, meter);
    for (const [ending, count] of report.endings) endings.set(ending, (endings.get(ending) ?? 0) + count);
    const grown = peakBytes() - peakBefore;
    if (grown > MOST_EXTRA_BYTES + 4 * bytes.length) {
      isCrowded = true;
      if (report.findings.length === 0) report.findings.push(`the process grew by ${grown} bytes for ${bytes.length}`);
    }
    for (const text of report.findings) say({ kind: "finding", caseNumber, seedName: origin.name, recipe, text });
  }
  say({ kind: isCrowded ? "crowded" : "done", caseNumber, endings: [...endings] });

  async function warmUp(bytes: Uint8Array): Promise<void> {
    for (let i = 0; i < 20; i++) await runCase(bytes, "fits", meter);
  }
}

function say(message: Message): void {
  process.send!(message);
}

/** Highest resident memory of this process until now. */
function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

const [seed, first, stride, end] = process.argv.slice(2).map(Number);
main(seed!, first!, stride!, end!).then(
  () => process.disconnect(),
  (error: unknown) => {
    console.error(error);
    process.exit(3);
  },
);
