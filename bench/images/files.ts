// Files of the bench: detectors of 4072 x 4000 float32 under many names (links: one file on the disk, many images to the
// server), and an exposure of LSSTCam's 189 detectors.

import { linkSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeFits } from "@/lib/readers/fits";
import { exposureIdOf } from "@/lib/readers/surveys";
import { simulateDetector, simulateExposure } from "@/lib/simulate";

export const WIDTH = 4072;
export const HEIGHT = 4000;
/** HDU of the pixels in a simulated exposure's file. */
export const IMAGE_HDU = 1;
/** What the files that are flipped through say of themselves; each is an exposure of one detector to the server. */
export const FLIP_INSTRUMENT = "Bench";

const INSTRUMENT = "LSSTCam";
const NIGHT = 20260101;
/** In the middle of the focal plane; what is in them differs. */
const LARGE_DETECTORS = ["R22_S11", "R22_S12", "R12_S11"];
const SMALL = { width: 509, height: 500 };

export interface BenchFiles {
  /** large detectors of LSSTCam, each name opened by one click */
  clickFolder: string;
  clicks: string[];
  /** large detectors that are flipped through */
  flipFolder: string;
  /** an exposure of small ones */
  smallFolder: string;
  small: string[];
  instrument: string;
  smallExposureId: string;
}

/**
 * Makes all files.
 *
 * @param folder empty, of this bench
 * @param counts how many large detectors are opened by a click, and flipped through
 */
export async function makeFiles(folder: string, counts: { clicks: number; flips: number }): Promise<BenchFiles> {
  const room = (name: string) => {
    const made = path.join(folder, name);
    mkdirSync(made);
    return made;
  };
  const [originals, clickFolder, flipFolder, smallFolder] = ["originals", "clicks", "flips", "small"].map(room) as [
    string,
    string,
    string,
    string,
  ];
  const large = { detectors: LARGE_DETECTORS, width: WIDTH, height: HEIGHT };
  const exposed = await writeExposure(originals, 1, large);
  const plain = LARGE_DETECTORS.map((seed) => writePlain(originals, seed));
  linkAll(plain, flipFolder, counts.flips);
  return {
    clickFolder,
    clicks: linkAll(exposed, clickFolder, counts.clicks),
    flipFolder,
    smallFolder,
    small: (await writeExposure(smallFolder, 2, SMALL)).map((file) => path.basename(file)),
    instrument: INSTRUMENT,
    smallExposureId: String(exposureIdOf(NIGHT, 2)),
  };
}

/** Files of one exposure of LSSTCam. */
async function writeExposure(
  folder: string,
  seqNum: number,
  size: { detectors?: string[]; width: number; height: number },
): Promise<string[]> {
  const files: string[] = [];
  const settings = { instrument: INSTRUMENT, dayObs: NIGHT, seqNum, ...size };
  for await (const { fileName, bytes } of simulateExposure(settings)) {
    const file = path.join(folder, fileName);
    writeFileSync(file, bytes);
    files.push(file);
  }
  return files;
}

/** A file of one image and hardly any header: the server makes an exposure of every name. */
function writePlain(folder: string, seed: string): string {
  const { pixels } = simulateDetector({ width: WIDTH, height: HEIGHT, seed });
  const file = path.join(folder, `plain-${seed}.fits`);
  const cards: [string, string][] = [["INSTRUME", FLIP_INSTRUMENT]];
  writeFileSync(file, writeFits([{ cards, image: { width: WIDTH, height: HEIGHT, pixels } }]));
  return file;
}

function linkAll(originals: readonly string[], folder: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `${String(i).padStart(3, "0")}.fits`;
    linkSync(originals[i % originals.length] ?? "", path.join(folder, name));
    return name;
  });
}
