// `npm run fuzz -- fits [--cases N] [--seed S] [--case I] [--workers W]`: mutated FITS files against the reader. Exit 1 on a finding.

import { parseArgs } from "node:util";
import { type FoundFault, watchShare } from "./fits/watch";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    case: { type: "string" },
    workers: { type: "string", default: "2" },
  },
});

const seed = Number(values.seed);
const only = values.case === undefined ? null : Number(values.case);
const cases = only === null ? Number(values.cases) : 1;
const workers = only === null ? Math.min(Number(values.workers), cases) : 1;
if (![seed, cases, workers, only ?? 0].every((number) => Number.isInteger(number) && number >= 0)) {
  console.error("usage: npm run fuzz -- fits [--cases N] [--seed S] [--case I] [--workers W]");
  process.exit(2);
}

const MOST_FAULTS = 200;
const STEP = Math.max(1, Math.round(cases / 20));
const began = performance.now();
const endings = new Map<string, number>();
const faults: FoundFault[] = [];
let done = 0;

const progress = {
  onCase() {
    done++;
    if (done % STEP === 0) console.log(`${done} of ${cases} cases, ${faults.length} findings, ${seconds()} s`);
  },
  onFault(fault: FoundFault) {
    faults.push(fault);
    const again = `npm run fuzz -- fits --seed ${seed} --case ${fault.caseNumber}`;
    console.log(
      `\ncase ${fault.caseNumber} (${again})\n  of ${fault.origin}\n  ${fault.text.replaceAll("\n", "\n  ")}`,
    );
    if (faults.length < MOST_FAULTS) return;
    console.log(`stopped after ${MOST_FAULTS} findings`);
    process.exit(1);
  },
  onEndings(counts: [string, number][]) {
    for (const [ending, count] of counts) endings.set(ending, (endings.get(ending) ?? 0) + count);
  },
};

const first = only ?? 0;
const end = only === null ? cases : only + 1;
await Promise.all(
  Array.from({ length: workers }, (_, i) => watchShare({ seed, first: first + i, stride: workers, end }, progress)),
);

console.log(`\n${done} cases of seed ${seed} in ${seconds()} s, ${faults.length} findings`);
for (const [ending, count] of [...endings].sort((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(10)} calls: ${ending}`);
process.exitCode = faults.length > 0 ? 1 : 0;

function seconds(): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}
