import { afterEach, describe, expect, it } from "vitest";
import { describeNote, jobCandidates, readJob } from "./index";
import { makeJob, removeTestFolders } from "./testing/make-job";

afterEach(removeTestFolders);

const HEAD = [
  "#   1 NUMBER                 Running object number",
  "#   2 FLAGS                  Extraction flags",
  "#   3 XWIN_IMAGE             Windowed position estimate along x    [pixel]",
  "#   4 YWIN_IMAGE             Windowed position estimate along y    [pixel]",
  "#   5 FLUX_APER              Flux vector within fixed circular aperture(s) [count]",
  "#  11 FLUXERR_APER           RMS error vector for aperture flux(es) [count]",
  "#  17 ELONGATION             A_IMAGE/B_IMAGE",
].join("\n");
const ROWS = [
  "  1  2  11.25  10.50   1 30 3 40 5 6   1 5 1 1 1 1   1.5",
  "  2  0  45.00  45.00   1 30 3 40 5 6   1 5 1 1 1 1   2.5",
].join("\n");

async function candidatesOf(text: string) {
  const job = await readJob(makeJob({ zogy: [{ id: 1, x: 10, y: 10 }], files: { "diffimage_masked.txt": text } }));
  return { job, candidate: jobCandidates(job).candidates[0], lines: job.notes.map(describeNote) };
}

describe("SExtractor's catalogue", () => {
  it("is taken from 1 to 0 and joined by position", async () => {
    const { candidate, job } = await candidatesOf(`${HEAD}\n${ROWS}\n`);
    expect(job.sextractor.zogy).toHaveLength(2);
    expect(job.sextractor.sfft).toBeNull();
    expect(candidate?.sextractor.zogy?.source).toMatchObject({ x: 10.25, y: 9.5, flags: 2, elongation: 1.5 });
    expect(candidate?.sextractor.zogy?.source).toMatchObject({ snrAperture3: 6, fluxRatio: 0.75, fwhmPx: Number.NaN });
    expect(candidate?.sextractor.zogy?.separationPx).toBeCloseTo(Math.hypot(0.25, 0.5), 12);
    expect(candidate?.sextractor.sfft).toBeNull();
  });

  it("of other columns costs its own columns alone", async () => {
    const { candidate, lines } = await candidatesOf("#   1 NUMBER  Running object number\n  1\n");
    expect(candidate).toMatchObject({ id: 1, sextractor: { zogy: null } });
    expect(lines.join("\n")).toMatch(/diffimage_masked.txt: columns .*: SExtractor's columns of ZOGY not measured/);
  });
});
