// Completeness as a smooth curve of magnitude: the logistic fall with a ceiling, by maximum likelihood.

import { checkLevel, type Depth, notReached, percentOf } from "./depth";
import { type Bounds, climb, holdParameter, inverseOf, type Peak, type Point } from "./logistic-likelihood";
import type { BinCounts } from "./magnitude-counts";

/** epsilon(m) = amplitude / (1 + exp((m - halfMagnitude) / widthMag)) */
export interface CompletenessModel {
  /** completeness far above the limit, 0 to 1 */
  amplitude: number;
  /** AB mag at which completeness is half the *amplitude* (0.5 only where the amplitude is 1) */
  halfMagnitude: number;
  /** mag; completeness falls from 73 to 27 % of the amplitude over 2 widths */
  widthMag: number;
}

export type ModelParameter = keyof CompletenessModel;
const PARAMETERS = ["amplitude", "halfMagnitude", "widthMag"] as const;

export type CompletenessFit =
  | {
      state: "measured";
      model: CompletenessModel;
      /** of independent injections, from the expected information; null for parameters at their bound (bootstrap: depths.ts) */
      standardErrors: Record<ModelParameter, number | null>;
      /** parameters that the data would take beyond their bound */
      atBound: ModelParameter[];
      /** natural logarithm, without the binomial coefficients */
      logLikelihood: number;
      converged: boolean;
      /** of the bins with injections: nothing is read off the curve beyond */
      brightestMag: number;
      faintestMag: number;
    }
  | {
      state: "not measured";
      /** where the fall must be, of the injected magnitudes; null: it cannot be told */
      side: "brighter" | "fainter" | null;
      reason: string;
    };

/** Bounds: amplitude a fraction; half magnitude within 5 mag of the data; widths of no telescope beyond. */
const AMPLITUDE_BOUNDS = [1e-3, 1] as const;
const BEYOND_DATA_MAG = 5;
const WIDTH_BOUNDS_MAG = [0.01, 5] as const;
const START_WIDTHS_MAG = [0.1, 0.3, 1];

/**
 * Fits epsilon(m) = A / (1 + exp((m - m0) / w)) to k of n per magnitude by binomial maximum likelihood,
 * ln L = sum k ln epsilon + (n - k) ln(1 - epsilon), with 0.001 <= A <= 1, m0 within 5 mag of the data, 0.01 <= w <= 5 mag.
 * Fisher scoring in (A, m0, ln w) (the Newton step with expected information, as in iterated weighted least squares), damped as by
 * Levenberg & Marquardt, parameters at a bound held while the gradient points out; from three widths, best likelihood.
 *
 * Bins without injections are skipped. Bins of a step h stand for their middle, which widens w by about h² / (8 pi² w): 0.02 % for 0.05 in
 * 0.4 mag; m0 stays. Cost: about 10 passes over the bins per start, no allocation per pass.
 * Source: model as in reference difference-imaging.md, section 7; scoring: McCullagh & Nelder 1989, Generalized Linear Models, 2.5.
 *
 * @param counts n and k per magnitude, bright to faint
 * @param start where a neighbouring fit ended (bootstrap): the only start then
 * @returns the model; not measured when nothing or everything was found, or there is no injection
 */
export function fitCompleteness(counts: BinCounts, start?: CompletenessModel): CompletenessFit {
  const data = withInjections(counts);
  const injected = data.injected.reduce((sum, n) => sum + n, 0);
  const detected = data.detected.reduce((sum, k) => sum + k, 0);
  const without = (side: "brighter" | "fainter" | null, reason: string) =>
    ({ state: "not measured", side, reason }) as const;
  if (injected === 0) return without(null, "no injection with a known magnitude");
  if (detected === 0) return without("brighter", `none of ${injected} injections found`);
  if (detected === injected) return without("fainter", `all of ${injected} injections found`);
  const [brightestMag, faintestMag] = [data.centreMag[0]!, data.centreMag[data.centreMag.length - 1]!];
  const bounds: Bounds = [
    AMPLITUDE_BOUNDS,
    [brightestMag - BEYOND_DATA_MAG, faintestMag + BEYOND_DATA_MAG],
    [Math.log(WIDTH_BOUNDS_MAG[0]), Math.log(WIDTH_BOUNDS_MAG[1])],
  ];
  const starts = start ? [pointOf(start)] : guesses(data);
  let best = climb(data, bounds, starts[0]!);
  for (const other of starts.slice(1)) {
    const found = climb(data, bounds, other);
    if (found.logLikelihood > best.logLikelihood) best = found;
  }
  const model = { amplitude: best.point[0], halfMagnitude: best.point[1], widthMag: Math.exp(best.point[2]) };
  return {
    state: "measured",
    model,
    standardErrors: standardErrorsOf(best, model),
    atBound: PARAMETERS.filter((_, i) => best.held[i]),
    logLikelihood: best.logLikelihood,
    converged: best.converged,
    brightestMag,
    faintestMag,
  };
}

/**
 * Where the fitted completeness is L: m = m0 + w ln(A / L - 1). A level is of all injections, not of the amplitude.
 *
 * @param fit of completeness
 * @param level 0 < L < 1
 * @returns AB mag within the injected magnitudes, or on which side of them
 * @throws InvalidParameterError for a level outside 0 to 1
 */
export function depthByFit(fit: CompletenessFit, level: number): Depth {
  checkLevel(level);
  if (fit.state === "not measured") return notReached(fit.side, fit.reason);
  const { amplitude, halfMagnitude, widthMag } = fit.model;
  const percent = percentOf(level);
  if (amplitude <= level) return notReached("brighter", `fitted completeness stays below ${percent}`);
  const magnitude = halfMagnitude + widthMag * Math.log(amplitude / level - 1);
  if (magnitude > fit.faintestMag)
    return notReached("fainter", `fitted completeness is above ${percent} for all injections`);
  if (magnitude < fit.brightestMag)
    return notReached("brighter", `fitted completeness is below ${percent} for all injections`);
  return { state: "reached", magnitude, crossings: 1 };
}

/** @returns epsilon at a magnitude (AB), a fraction */
export function modelCompleteness(
  { amplitude, halfMagnitude, widthMag }: CompletenessModel,
  magnitude: number,
): number {
  return amplitude / (1 + Math.exp((magnitude - halfMagnitude) / widthMag));
}

function withInjections({ centreMag, injected, detected }: BinCounts): BinCounts {
  const isKept = (_: number, i: number) => injected[i]! > 0;
  return { centreMag: centreMag.filter(isKept), injected: injected.filter(isKept), detected: detected.filter(isKept) };
}

function pointOf({ amplitude, halfMagnitude, widthMag }: CompletenessModel): Point {
  return [amplitude, halfMagnitude, Math.log(widthMag)];
}

/** Ceiling: completeness of the brighter half of what was found; half magnitude: as if it fell like a step. */
function guesses({ centreMag, injected, detected }: BinCounts): Point[] {
  const total = detected.reduce((sum, k) => sum + k, 0);
  let [found, tried, i] = [0, 0, 0];
  while (found < total / 2) {
    found += detected[i]!;
    tried += injected[i]!;
    i++;
  }
  const amplitude = Math.min(Math.max(found / tried, 0.05), 0.99);
  let [expected, bin] = [0, 0];
  while (bin < injected.length - 1 && expected + amplitude * injected[bin]! < total) {
    expected += amplitude * injected[bin]!;
    bin++;
  }
  return START_WIDTHS_MAG.map((width) => [amplitude, centreMag[bin]!, Math.log(width)]);
}

function standardErrorsOf(
  { information, held }: Peak,
  { widthMag }: CompletenessModel,
): Record<ModelParameter, number | null> {
  const matrix = information.slice();
  for (let a = 0; a < 3; a++) if (held[a]) holdParameter(matrix, a);
  const inverse = inverseOf(matrix);
  const errorOf = (a: number, unit: number) =>
    held[a] || !(inverse[4 * a]! > 0) ? null : unit * Math.sqrt(inverse[4 * a]!);
  return { amplitude: errorOf(0, 1), halfMagnitude: errorOf(1, 1), widthMag: errorOf(2, widthMag) };
}
