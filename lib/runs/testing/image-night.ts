// A night of simulated raw exposures, scanned from a mount, and a worker for its runs: what the tests of images ask for.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { openFile } from "@/lib/files/byte-source";
import { openFits, readImage, readTable } from "@/lib/readers/fits";
import { type CalibrationTruth, type RawSettingsInput, type RawType, simulateRawExposure } from "@/lib/simulate";
import { underHome } from "../paths";
import type { RunEvent } from "../progress";
import { closeQueue } from "../queue";
import { addMount, requestRun } from "../requests";
import { readRunProgress } from "../run-progress";
import { scanMount } from "../scan/scan-mount";
import { type RunningWorker, startWorker } from "../worker/start-worker";

export const SIZE = { width: 160, height: 120 };
/** R22_S11, R22_S12, and a guider turned by 180 degrees */
export const DETECTORS = [94, 95, 190];
const SETTINGS: RawSettingsInput = { hotColumns: 1, hotColumnElectronsPerSecond: 40 };
export const COUNTS: Record<RawType, number> = { bias: 12, dark: 10, flat: 8 };
/** sequence number of the first of each type */
export const FIRST: Record<RawType, number> = { bias: 1, dark: 101, flat: 201 };

/** The night, filled before the first test. */
export interface ImageNight {
  /** mounted */
  root: string;
  /** what the simulation knows of each detector */
  sensors: Map<number, CalibrationTruth>;
  /** Asks for a run and waits for its end. */
  work(pipeline: string, query: string, ...settings: string[]): Promise<RunEvent>;
}

/**
 * Simulates and scans the exposures before the tests of a file; removes them, and stops the worker, after.
 *
 * @param types of exposures that are made
 * @returns the night, once the tests run
 */
export function withImageNight(types: readonly RawType[]): ImageNight {
  let worker: RunningWorker | null = null;
  const night: ImageNight = {
    root: "",
    sensors: new Map(),
    async work(pipeline, query, ...settings) {
      const { runId } = await requestRun({ pipeline, query, settings });
      worker ??= await startWorker({ threads: 2 });
      for (;;) {
        const event = await readRunProgress(runId);
        if (["done", "failed", "cancelled"].includes(event.state)) return event;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
  beforeAll(async () => {
    night.root = mkdtempSync(path.join("/tmp", "annulus-images-"));
    for (const type of types) await writeExposures(night, type);
    await scanMount((await addMount({ root: night.root })).mountId);
  });
  afterAll(async () => {
    await worker?.stop();
    await closeQueue();
    rmSync(night.root, { recursive: true, force: true });
  });
  return night;
}

async function writeExposures({ root, sensors }: ImageNight, type: RawType): Promise<void> {
  for (let i = 0; i < COUNTS[type]; i++) {
    const common = { type, instrument: "LSSTCam", dayObs: 20250613, detectors: DETECTORS, ...SIZE };
    const files = simulateRawExposure({ ...common, seqNum: FIRST[type] + i, settings: SETTINGS });
    for await (const { fileName, bytes, detector, sensor } of files) {
      writeFileSync(path.join(root, fileName), bytes);
      sensors.set(detector.id, sensor);
    }
  }
}

/**
 * A product of a run, read whole.
 *
 * @param relative path under the data home
 * @returns images by name, the table of detectors, the primary header
 */
export async function readHdus(relative: string) {
  const source = await openFile(underHome(relative));
  try {
    const file = await openFits(source);
    expect(file.problems).toEqual([]);
    const images = new Map<string, Float32Array>();
    for (const { index, name, type } of file.hdus) {
      if (type === "image" && name !== null) images.set(name, (await readImage(file, index)).pixels);
    }
    const table = file.hdus.find(({ name }) => name === "DETECTORS");
    const detectors = table ? await readTable(file, table.index) : null;
    return { images, detectors, header: file.hdus[0]!.header };
  } finally {
    await source.close();
  }
}
