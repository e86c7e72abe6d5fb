// The likelihood of the logistic completeness (completeness-fit.ts) and the climb to its peak.

import type { BinCounts } from "./magnitude-counts";

const MOST_STEPS = 200;
/** A step below this fraction of a width ends the search. */
const STEP_TOLERANCE = 1e-10;
/** Longer steps leave the slope that they were computed on, and can end where completeness is flat: widths, and ln width. */
const LONGEST_STEP = 1;
const MOST_DAMPING = 1e12;
/** Keeps k / epsilon finite where epsilon underflows. */
const LEAST_PROBABILITY = 1e-300;

/** amplitude, half magnitude, ln width */
export type Point = [number, number, number];
/** least and most of each parameter */
export type Bounds = readonly (readonly [number, number])[];

/** Where the search ended. */
export interface Peak {
  point: Point;
  logLikelihood: number;
  /** parameters at a bound that the gradient points out of */
  held: boolean[];
  /** expected information of (A, m0, ln w), row-major 3 x 3 */
  information: Float64Array;
  converged: boolean;
}

/**
 * Climbs to the nearest peak of ln L: Fisher scoring with Levenberg-Marquardt damping; a step that loses likelihood is not taken.
 *
 * @param data n and k per magnitude, n > 0
 * @param bounds of each parameter; one at its bound is held while the gradient points out
 * @param start clipped to the bounds
 */
export function climb(data: BinCounts, bounds: Bounds, start: Point): Peak {
  const gradient = new Float64Array(3);
  const information = new Float64Array(9);
  let point = clipped(start, bounds);
  let logLikelihood = logLikelihoodAt(data, point);
  let damping = 1e-3;
  let held = [false, false, false];
  let isCurrent = false;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (!isCurrent) differentiate(data, point, gradient, information);
    isCurrent = true;
    held = point.map((value, i) => isHeld(value, gradient[i]!, bounds[i]!));
    const move = shortened(dampedStep(gradient, information, held, damping), Math.exp(point[2]));
    const next = clipped([point[0] + move[0], point[1] + move[1], point[2] + move[2]], bounds);
    const reached = logLikelihoodAt(data, next);
    const width = Math.exp(point[2]);
    const size = Math.max(...next.map((value, i) => Math.abs(value - point[i]!) / (i === 1 ? width : 1)));
    if (reached >= logLikelihood) {
      [point, logLikelihood, isCurrent] = [next, reached, size === 0];
      damping = Math.max(damping / 10, 1e-12);
    } else damping *= 10;
    if (size < STEP_TOLERANCE || damping > MOST_DAMPING)
      return { point, logLikelihood, held, information, converged: size < STEP_TOLERANCE };
  }
  return { point, logLikelihood, held, information, converged: false };
}

function shortened(move: Point, width: number): Point {
  const factor = Math.min(1, LONGEST_STEP / Math.max(Math.abs(move[1]) / width, Math.abs(move[2])));
  return [move[0] * factor, move[1] * factor, move[2] * factor];
}

function clipped(point: Point, bounds: Bounds): Point {
  const clip = (value: number, i: number) => Math.min(Math.max(value, bounds[i]![0]), bounds[i]![1]);
  return [clip(point[0], 0), clip(point[1], 1), clip(point[2], 2)];
}

function isHeld(value: number, gradient: number, [least, most]: readonly [number, number]): boolean {
  return (value <= least && gradient <= 0) || (value >= most && gradient >= 0);
}

/** exp((m - m0) / w), kept where its square is finite */
function oddsAgainst(magnitude: number, halfMagnitude: number, width: number): number {
  return Math.exp(Math.min(Math.max((magnitude - halfMagnitude) / width, -300), 300));
}

function logLikelihoodAt({ centreMag, injected, detected }: BinCounts, [amplitude, half, logWidth]: Point): number {
  const width = Math.exp(logWidth);
  let sum = 0;
  for (let i = 0; i < injected.length; i++) {
    const odds = oddsAgainst(centreMag[i]!, half, width);
    const missed = injected[i]! - detected[i]!;
    if (detected[i]! > 0) sum += detected[i]! * Math.log(Math.max(amplitude / (1 + odds), LEAST_PROBABILITY));
    // 1 - epsilon without cancellation: at A = 1 it is the small number itself
    if (missed > 0) sum += missed * Math.log(Math.max((1 - amplitude + odds) / (1 + odds), LEAST_PROBABILITY));
  }
  return sum;
}

/** Gradient of ln L and expected information, row-major 3 x 3, for (A, m0, ln w). */
function differentiate(
  { centreMag, injected, detected }: BinCounts,
  [amplitude, half, logWidth]: Point,
  gradient: Float64Array,
  information: Float64Array,
): void {
  const width = Math.exp(logWidth);
  const slope = new Float64Array(3);
  gradient.fill(0);
  information.fill(0);
  for (let i = 0; i < injected.length; i++) {
    const odds = oddsAgainst(centreMag[i]!, half, width);
    const found = Math.max(amplitude / (1 + odds), LEAST_PROBABILITY);
    const missed = Math.max((1 - amplitude + odds) / (1 + odds), LEAST_PROBABILITY);
    const fall = (found * odds) / (1 + odds);
    slope[0] = 1 / (1 + odds);
    slope[1] = fall / width;
    slope[2] = (fall * (centreMag[i]! - half)) / width;
    const pull = detected[i]! / found - (injected[i]! - detected[i]!) / missed;
    for (let a = 0; a < 3; a++) {
      gradient[a]! += pull * slope[a]!;
      const weighted = (injected[i]! * (slope[a]! / found)) / missed;
      for (let b = 0; b < 3; b++) information[3 * a + b]! += weighted * slope[b]!;
    }
  }
}

/** (I + damping diag I) step = gradient over the free parameters; 0 for held ones. */
function dampedStep(gradient: Float64Array, information: Float64Array, held: boolean[], damping: number): Point {
  const matrix = information.slice();
  for (let a = 0; a < 3; a++) {
    matrix[4 * a]! += damping * matrix[4 * a]! + LEAST_PROBABILITY;
    if (held[a]) holdParameter(matrix, a);
  }
  const inverse = inverseOf(matrix);
  const along = (a: number) =>
    held[a] ? 0 : [0, 1, 2].reduce((sum, b) => sum + (held[b] ? 0 : inverse[3 * a + b]! * gradient[b]!), 0);
  return [along(0), along(1), along(2)];
}

/** Takes a parameter out of a 3 x 3 matrix: its row and column become those of the identity. In place. */
export function holdParameter(matrix: Float64Array, a: number): void {
  for (let b = 0; b < 3; b++) {
    matrix[3 * a + b] = 0;
    matrix[3 * b + a] = 0;
  }
  matrix[4 * a] = 1;
}

/** Inverse of a symmetric 3 x 3 matrix by its cofactors, after scaling its diagonal to 1; zeros where it is singular. */
export function inverseOf(matrix: Float64Array): Float64Array {
  const scale = [0, 1, 2].map((a) => 1 / Math.sqrt(Math.max(matrix[4 * a]!, LEAST_PROBABILITY)));
  const m = matrix.map((value, i) => value * scale[Math.floor(i / 3)]! * scale[i % 3]!);
  const cofactor = (a: number, b: number) => {
    const [r, s, c, d] = [(a + 1) % 3, (a + 2) % 3, (b + 1) % 3, (b + 2) % 3];
    return m[3 * r + c]! * m[3 * s + d]! - m[3 * r + d]! * m[3 * s + c]!;
  };
  const determinant = m[0]! * cofactor(0, 0) + m[1]! * cofactor(0, 1) + m[2]! * cofactor(0, 2);
  if (!(determinant > 0)) return new Float64Array(9);
  return m.map((_, i) => {
    const [a, b] = [Math.floor(i / 3), i % 3];
    return (cofactor(b, a) / determinant) * scale[a]! * scale[b]!;
  });
}
