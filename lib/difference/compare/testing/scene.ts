// Seeded injections, scores and labels that compare.golden.py makes too, number for number.

import { type Injections, NOT_MEASURED } from "../injections";

/** 32-bit linear congruential noise, 0 <= value < 1: weak, but three lines in any language. */
export function makeNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const JOBS = 12;

/** 3,000 injections of 20 to 26 mag in 12 jobs of unlike depth; SFFT goes 0.6 mag deeper, and misses 6 % at any magnitude. */
export function makeInjections(count = 3000, seed = 12345): Injections {
  const noise = makeNoise(seed);
  const injections = {
    job: new Uint32Array(count),
    jobCount: JOBS,
    magnitude: new Float64Array(count),
    detectedByZogy: new Uint8Array(count),
    detectedBySfft: new Uint8Array(count),
  };
  for (let i = 0; i < count; i++) {
    const job = Math.floor(noise() * JOBS);
    const magnitude = 20 + 6 * noise();
    const shift = 0.05 * (job - 5.5);
    injections.job[i] = job;
    injections.magnitude[i] = magnitude;
    injections.detectedByZogy[i] = Number(noise() < 0.97 / (1 + Math.exp((magnitude - 23.6 - shift) / 0.3)));
    injections.detectedBySfft[i] = Number(noise() < 0.94 / (1 + Math.exp((magnitude - 24.2 - shift) / 0.25)));
  }
  return injections;
}

/** Some of the injections not measured, without magnitude, or both. */
export function makeHoles(injections: Injections): Injections {
  const magnitude = injections.magnitude.map((m, i) => (i % 11 === 3 ? Number.NaN : m));
  const detectedBySfft = injections.detectedBySfft.map((found, i) => (i % 7 === 2 ? NOT_MEASURED : found));
  return { ...injections, magnitude, detectedBySfft };
}

/** 800 values rounded to 0.1, so that many are equal; 3 in 10 are real, and lie 0.2 higher on average. */
export function makeScores(count = 800, seed = 777): { values: Float64Array; classes: Uint8Array } {
  const noise = makeNoise(seed);
  const values = new Float64Array(count);
  const classes = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    classes[i] = Number(noise() < 0.3);
    values[i] = Math.floor(10 * (noise() + 0.4 * noise() * classes[i]!)) / 10;
  }
  return { values, classes };
}

const LABELS = ["real", "dipole", "ringing", "edge"];

/** Two readers of 250 candidates: the second follows the first in 6 of 10, and guesses otherwise. */
export function makeLabels(count = 250, seed = 31): { first: string[]; second: string[] } {
  const noise = makeNoise(seed);
  const guess = () => LABELS[Math.floor(noise() ** 2 * LABELS.length)]!;
  const pairs = Array.from({ length: count }, () => {
    const first = guess();
    const follows = noise() < 0.6;
    const other = guess();
    return { first, second: follows ? first : other };
  });
  return { first: pairs.map((pair) => pair.first), second: pairs.map((pair) => pair.second) };
}
