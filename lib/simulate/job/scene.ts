// The sky of a job: stars, galaxies, transients and injections, with where they are and how many counts they have.

import type { RandomStream } from "../random";
import { countsOf, type JobFilter } from "./filters";
import { placeTruths, type TruthToPlace } from "./place";
import type { JobSettings } from "./settings";

export type SceneKind = "galaxy" | "star" | "transient" | "injected";

/** Light of a galaxy: elliptical Gaussians of one shape. */
export interface GalaxyShape {
  halfLightPixels: number;
  /** minor over major axis */
  axisRatio: number;
  /** of the major axis, from +x to +y */
  angleRadians: number;
  /** weight and sigma in half-light radii along the major axis */
  parts: readonly { weight: number; sigma: number }[];
}

/** One thing on the sky. */
export interface SceneSource {
  kind: SceneKind;
  /** OpenUniverse's object id; the running number of an injection */
  objectId: number;
  /** science grid, 0-based */
  x: number;
  y: number;
  magnitude: number;
  /** expected counts in the science exposure */
  counts: number;
  /** what was drawn of them */
  realizedCounts: number;
  /** reference over science flux: 0 for what is new, 1 for what stays */
  referenceFactor: number;
  shape: GalaxyShape | null;
}

/** A round exponential disc and a concentrated bulge, as sums of Gaussians of this simulator's own. */
const DISC = [
  { weight: 0.15, sigma: 0.25 },
  { weight: 0.5, sigma: 0.68 },
  { weight: 0.35, sigma: 1.2 },
];
const BULGE = [
  { weight: 0.35, sigma: 0.12 },
  { weight: 0.35, sigma: 0.55 },
  { weight: 0.3, sigma: 1.7 },
];

/** How many of each; stars, galaxies and transients over frame and margin, injections in the frame. */
export interface SceneCounts {
  stars: number;
  galaxies: number;
  transients: number;
  injections: number;
}

/** What a scene is drawn for. */
export interface SceneOptions {
  size: number;
  margin: number;
  filter: JobFilter;
  settings: JobSettings;
  /** a stream of its own for every kind */
  stream: (name: string) => RandomStream;
}

/**
 * Draws the sky.
 *
 * @param counts of every kind, met exactly
 * @param options frame, filter, settings, random streams
 * @returns galaxies, stars, transients, injections, in this order
 * @throws InvalidParameterError when the truths do not fit at their separation
 */
export function drawScene(counts: SceneCounts, options: SceneOptions): SceneSource[] {
  const galaxies = drawGalaxies(counts.galaxies, options);
  const stars = drawStars(counts.stars, options);
  const { settings, filter } = options;
  const { hostFraction, transientMagnitudes, injectionMagnitudes } = settings;
  const wanted: TruthToPlace[] = [
    { kind: "injected", count: counts.injections, magnitudes: injectionMagnitudes, margin: 0 },
    { kind: "transient", count: counts.transients, magnitudes: transientMagnitudes, margin: options.margin },
  ];
  const separation = settings.truthSeparationPixels;
  const truths = placeTruths(wanted, galaxies, { ...options, separation, hostFraction }).map((truth): SceneSource => {
    const counts = countsOf(filter, truth.magnitude);
    return { ...truth, counts, realizedCounts: counts, referenceFactor: 0, shape: null };
  });
  const sources = [
    ...galaxies,
    ...stars,
    ...truths.filter(({ kind }) => kind === "transient"),
    ...truths.filter(({ kind }) => kind === "injected"),
  ];
  const stream = options.stream("realized");
  for (const source of sources) source.realizedCounts = drawPoisson(source.counts, stream);
  return sources;
}

function drawStars(count: number, options: SceneOptions): SceneSource[] {
  const { settings, filter } = options;
  const stream = options.stream("stars");
  return Array.from({ length: count }, (_, i): SceneSource => {
    const magnitude = drawMagnitude(stream, settings.starMagnitudes, 0.2);
    const isVariable = stream.chance(settings.variableFraction);
    const change = stream.uniform(-0.5, 0.5);
    const counts = countsOf(filter, magnitude);
    return {
      kind: "star",
      objectId: 41_024_000_000 + i * 977,
      ...drawPlace(stream, options),
      magnitude,
      counts,
      realizedCounts: counts,
      referenceFactor: isVariable ? 1 + change : 1,
      shape: null,
    };
  });
}

function drawGalaxies(count: number, options: SceneOptions): SceneSource[] {
  const { settings, filter } = options;
  const stream = options.stream("galaxies");
  return Array.from({ length: count }, (_, i): SceneSource => {
    const magnitude = drawMagnitude(stream, settings.galaxyMagnitudes, 0.35);
    const radius = 0.9 * 10 ** (-0.12 * (magnitude - 27)) * Math.exp(0.25 * stream.gaussian());
    const counts = countsOf(filter, magnitude);
    const place = drawPlace(stream, options);
    const shape = {
      halfLightPixels: Math.min(20, Math.max(0.6, radius)),
      axisRatio: stream.uniform(0.35, 1),
      angleRadians: stream.uniform(0, Math.PI),
      parts: stream.chance(0.3) ? BULGE : DISC,
    };
    const objectId = 10_430_000_000_000 + i * 29;
    return { kind: "galaxy", objectId, ...place, magnitude, counts, realizedCounts: counts, referenceFactor: 1, shape };
  });
}

/** Counts that rise as 10^(slope m), the faintest at the limit. */
function drawMagnitude(stream: RandomStream, [bright, faint]: [number, number], slope: number): number {
  const least = 10 ** (slope * (bright - faint));
  return faint + Math.log10(stream.uniform(least, 1)) / slope;
}

function drawPlace(stream: RandomStream, { size, margin }: SceneOptions): { x: number; y: number } {
  const draw = () => stream.uniform(-margin, size - 1 + margin);
  return { x: draw(), y: draw() };
}

/** Poisson for small means by inversion, a rounded Gaussian above 50. */
function drawPoisson(mean: number, stream: RandomStream): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * stream.gaussian()));
  let product = stream.uniform();
  const limit = Math.exp(-mean);
  let drawn = 0;
  for (; product > limit; drawn++) product *= stream.uniform();
  return drawn;
}
