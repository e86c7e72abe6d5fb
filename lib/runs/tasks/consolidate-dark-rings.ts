// The task of one exposure, as a compute thread does it: order the rings of all detectors, select the roundest,
// write tables, pictures and the stamp pack. Rows come in and go out; the database is the caller's.

import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { type DarkRingConfiguration, parseDarkRingConfiguration } from "@/lib/dark-rings";
import { decodeStampPack, encodeStampPack, STAMP_SIZE, type StampEntry, stampAt } from "@/lib/dark-rings/stamp-pack";
import { type PictureSettings, type SelectedRing, writePictures } from "../artifacts/pictures";
import { manifestTable, type RingOnDetector, ringTable, type TableSubject, writeTableFiles } from "../artifacts/tables";
import { writeBeside } from "../artifacts/write-beside";
import { detectorStampsPath, picturesFolder, runFolder, stampPackPath } from "../paths";
import { type ConsolidateSettings, parseConsolidateSettings, splitFindSettings } from "./definitions";
import { rankRings, rankScore } from "./ranking";

export interface ConsolidateRequest extends TableSubject {
  /** of find-dark-rings, which made the rings */
  detection: Record<string, unknown>;
  /** run whose stamps are used: this one, or the one whose rings are consolidated again */
  stampsRunId: number;
  /** in the order of detector and footprint */
  rings: RingOnDetector[];
}

export interface RankedRing {
  detector: number;
  footprintId: number;
  /** null: not selected */
  rank: number | null;
  /** null: no stamp in the pack */
  stampIndex: number | null;
}

export interface ConsolidateResult {
  ranked: RankedRing[];
  notes: string[];
}

/**
 * Consolidate one exposure.
 *
 * @param request rings of all its detectors
 * @returns rank and stamp of each ring that has one, and what was capped
 */
export async function consolidateExposure(request: ConsolidateRequest): Promise<ConsolidateResult> {
  const settings = parseConsolidateSettings(request.configuration);
  const detection = parseDarkRingConfiguration({
    ...splitFindSettings(request.detection).detection,
    minGaussianLike: settings.minGaussianLike,
  });
  const roundest = rankRings(request.rings, settings.rankBy, detection);
  const stamps = new DetectorStamps(request);
  const selected = roundest.map((ring, rank): SelectedRing => ({ ring, rank, stamp: stamps.find(ring) }));
  const stampIndexes = writePack(request, settings, roundest, stamps);
  await writeProducts(request, { ...settings, ...referenceMark(detection) }, selected);
  const rankOf = new Map(roundest.map((ring, rank) => [keyOf(ring), rank]));
  const ranked = request.rings.flatMap((ring): RankedRing[] => {
    const rank = rankOf.get(keyOf(ring)) ?? null;
    const stampIndex = stampIndexes.get(keyOf(ring)) ?? null;
    const { detector, footprintId } = ring;
    return rank === null && stampIndex === null ? [] : [{ detector, footprintId, rank, stampIndex }];
  });
  return { ranked, notes: notesOf(request, settings, selected, stampIndexes.size) };
}

function referenceMark({ referenceDiameterPixels }: DarkRingConfiguration): { referenceDiameterPixels: number | null } {
  return { referenceDiameterPixels };
}

function keyOf({ detector, footprintId }: { detector: number; footprintId: number }): string {
  return `${detector} ${footprintId}`;
}

/** Stamps of an exposure: from an earlier pack, and newer ones from the detectors' own files. Each is decoded once. */
class DetectorStamps {
  private readonly byRing = new Map<string, { entry: StampEntry; pixels: Float32Array }>();

  constructor(request: ConsolidateRequest) {
    const { instrument, exposureId, stampsRunId } = request;
    this.add(stampPackPath(stampsRunId, instrument, exposureId));
    for (const detector of new Set(request.rings.map((ring) => ring.detector))) {
      this.add(detectorStampsPath(stampsRunId, { instrument, exposureId, detector }));
    }
  }

  private add(file: string): void {
    if (!existsSync(file)) return;
    const pack = decodeStampPack(readFileSync(file));
    pack.entries.forEach((entry, index) => {
      this.byRing.set(keyOf(entry), { entry, pixels: stampAt(pack, index) });
    });
  }

  find(ring: RingOnDetector): Float32Array | null {
    return this.byRing.get(keyOf(ring))?.pixels ?? null;
  }

  entry(ring: RingOnDetector): { entry: StampEntry; pixels: Float32Array } | null {
    return this.byRing.get(keyOf(ring)) ?? null;
  }
}

/** Selected rings first, by rank, then the others by their better score. */
function writePack(
  request: ConsolidateRequest,
  settings: ConsolidateSettings,
  roundest: readonly RingOnDetector[],
  stamps: DetectorStamps,
): Map<string, number> {
  const first = new Set(roundest.map(keyOf));
  const best = (ring: RingOnDetector): number => rankScore(ring, settings.rankBy) ?? -1;
  const others = request.rings.filter((ring) => !first.has(keyOf(ring)));
  others.sort((a, b) => best(b) - best(a) || a.detector - b.detector || a.footprintId - b.footprintId);
  const packed = [...roundest, ...others].flatMap((ring) => stamps.entry(ring) ?? []).slice(0, settings.maxStamps);
  const bytes = encodeStampPack(
    packed.map(({ entry }) => entry),
    packed.map(({ pixels }) => pixels),
    STAMP_SIZE,
  );
  writeBeside(stampPackPath(request.runId, request.instrument, request.exposureId), bytes);
  return new Map(packed.map(({ entry }, index) => [keyOf(entry), index]));
}

async function writeProducts(
  request: ConsolidateRequest,
  settings: PictureSettings,
  selected: readonly SelectedRing[],
): Promise<void> {
  const subject = { ...request, configuration: { ...request.configuration, ...request.detection } };
  const { instrument, exposureId, runId } = request;
  // pictures of an earlier attempt may have other ranks in their names
  rmSync(picturesFolder(runId, instrument, exposureId), { recursive: true, force: true });
  const manifest = await writePictures(subject, request.rings, selected, settings);
  const cutouts = new Map(manifest.map((row) => [keyOf(row), row.path]));
  const catalog = ringTable("exposure_dark_ring_catalog", subject, request.rings);
  const roundest = ringTable(
    "exposure_dark_ring_roundest",
    subject,
    selected.map(({ ring }) => ring),
  );
  roundest.columns.push({
    name: "selected_cutout_path",
    type: "text",
    unit: null,
    description: "picture below the run's folder; empty when none was made",
    values: selected.map(({ ring }) => cutouts.get(keyOf(ring)) ?? ""),
  });
  writeTableFiles(subject, "exposure_dark_ring_catalog", catalog);
  writeTableFiles(subject, "exposure_dark_ring_roundest", roundest);
  writeTableFiles(subject, "exposure_dark_ring_stats_manifest", manifestTable(subject, manifest));
}

function notesOf(
  request: ConsolidateRequest,
  settings: ConsolidateSettings,
  selected: readonly SelectedRing[],
  stampCount: number,
): string[] {
  const notes: string[] = [];
  if (selected.length > settings.maxCutouts) {
    notes.push(`pictures of the best ${settings.maxCutouts} of ${selected.length} selected rings (maxCutouts)`);
  }
  if (stampCount < request.rings.length) {
    notes.push(`stamps of ${stampCount} of ${request.rings.length} rings kept (maxStamps, stampsPerDetector)`);
  }
  const missing = selected.filter(({ stamp }) => stamp === null).length;
  if (missing > 0) notes.push(`${missing} selected rings have no stamp`);
  return notes;
}

/**
 * Take away the stamps per detector, once the exposure's pack is there for good.
 *
 * @param runId id of the run
 * @param instrument of the exposure
 * @param exposureId of the exposure
 */
export function removeDetectorStamps(runId: number, instrument: string, exposureId: bigint): void {
  const folder = path.dirname(detectorStampsPath(runId, { instrument, exposureId, detector: 0 }));
  if (folder.startsWith(runFolder(runId))) rmSync(folder, { recursive: true, force: true });
}
