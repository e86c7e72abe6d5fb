// Places for transients and injections: on galaxies or in the field, and never close to one another.

import { InvalidParameterError } from "../../errors";
import type { RandomStream } from "../random";
import type { SceneSource } from "./scene";

/** Truths of one kind. */
export interface TruthToPlace {
  kind: "transient" | "injected";
  count: number;
  magnitudes: [number, number];
  /** how far outside of the frame they may lie */
  margin: number;
}

interface PlacingOptions {
  size: number;
  separation: number;
  hostFraction: number;
  stream: (name: string) => RandomStream;
}

/** A truth with its place. */
export type PlacedTruth = Pick<SceneSource, "kind" | "objectId" | "x" | "y" | "magnitude">;

const MOST_ATTEMPTS = 2000;

/**
 * Places truths one after another; what comes too close to an earlier one is drawn again. The last row and column of the frame, which
 * hold no pixels of the detector, get none.
 *
 * @param wanted kinds with their numbers
 * @param galaxies that may be hosts
 * @param options frame, least separation in pixels, part that lies on galaxies
 * @returns all of them
 * @throws InvalidParameterError when no place is found for one
 */
export function placeTruths(
  wanted: readonly TruthToPlace[],
  galaxies: readonly SceneSource[],
  options: PlacingOptions,
): PlacedTruth[] {
  const { size, separation } = options;
  const taken = new Map<string, PlacedTruth[]>();
  const cell = Math.max(1, separation);
  const keyOf = (x: number, y: number) => `${Math.floor(x / cell)} ${Math.floor(y / cell)}`;
  const isFree = (x: number, y: number) => {
    for (let j = -1; j <= 1; j++) {
      for (let i = -1; i <= 1; i++) {
        const near = taken.get(keyOf(x + i * cell, y + j * cell)) ?? [];
        if (near.some((one) => Math.hypot(one.x - x, one.y - y) < separation)) return false;
      }
    }
    return true;
  };
  const placed: PlacedTruth[] = [];
  for (const { kind, count, magnitudes, margin } of wanted) {
    const stream = options.stream(kind);
    const inReach = ({ x, y }: { x: number; y: number }) =>
      x >= -margin && y >= -margin && x <= size - 2 + margin && y <= size - 2 + margin;
    const hosts = galaxies.filter(inReach);
    for (let i = 0; i < count; i++) {
      const magnitude = stream.uniform(...magnitudes);
      const place = findPlace(stream, {
        hosts,
        margin,
        ...options,
        isFree: (x, y) => inReach({ x, y }) && isFree(x, y),
      });
      if (place === null) throw tooMany(kind, count, options);
      const truth = { kind, objectId: kind === "injected" ? i : 20_149_000 + i * 13, magnitude, ...place };
      const key = keyOf(truth.x, truth.y);
      taken.set(key, [...(taken.get(key) ?? []), truth]);
      placed.push(truth);
    }
  }
  return placed;
}

interface PlaceSearch extends PlacingOptions {
  hosts: readonly SceneSource[];
  margin: number;
  isFree: (x: number, y: number) => boolean;
}

function findPlace(stream: RandomStream, search: PlaceSearch): { x: number; y: number } | null {
  const { hosts, margin, size, isFree } = search;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const isHosted = hosts.length > 0 && stream.chance(search.hostFraction);
    const place = isHosted
      ? offsetFrom(hosts[stream.uint32() % hosts.length]!, stream)
      : { x: stream.uniform(-margin, size - 2 + margin), y: stream.uniform(-margin, size - 2 + margin) };
    if (isFree(place.x, place.y)) return place;
  }
  return null;
}

/** Within about a half-light radius. */
function offsetFrom(host: SceneSource, stream: RandomStream): { x: number; y: number } {
  const scale = 0.6 * (host.shape?.halfLightPixels ?? 1);
  return { x: host.x + scale * stream.gaussian(), y: host.y + scale * stream.gaussian() };
}

function tooMany(kind: string, count: number, { size, separation }: PlacingOptions): InvalidParameterError {
  const found = `${count} of kind ${kind} at ${separation} px from each other in ${size} × ${size} px`;
  return new InvalidParameterError({ place: "simulated job", found, expected: "as many as have room" });
}
