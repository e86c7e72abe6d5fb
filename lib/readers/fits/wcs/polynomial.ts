// Distortions by two polynomials of two variables, forwards and, by Newton's method, backwards. SIP and TPV are both of this kind.

/** sum of terms[p * (degree + 1) + q] * x^p * y^q, p + q <= degree, and of radial[k] * r^(2k + 1). */
export interface Polynomial {
  degree: number;
  terms: Float64Array;
  /** Empty for SIP. */
  radial: number[];
}

/** (x, y) becomes (first(x, y), second(x, y)). */
export interface Distortion {
  first: Polynomial;
  second: Polynomial;
}

const MOST_STEPS = 50;
/** value, d/dx, d/dy of each polynomial; JavaScript has one thread a realm. */
const firstResult = new Float64Array(3);
const secondResult = new Float64Array(3);

/** A polynomial of the degree with all terms zero. */
export function zeroPolynomial(degree: number): Polynomial {
  return { degree, terms: new Float64Array((degree + 1) ** 2), radial: [] };
}

/** Distorts (x, y) into target[0] and target[1]. Numbers beyond a double's reach become infinite or NaN. */
export function distort({ first, second }: Distortion, x: number, y: number, target: Float64Array): void {
  evaluate(first, x, y, firstResult);
  evaluate(second, x, y, secondResult);
  target[0] = firstResult[0]!;
  target[1] = secondResult[0]!;
}

/**
 * Finds (x, y) in target[0] and target[1] that distorts into (wantedX, wantedY), starting there, until a step changes nothing any more.
 * @returns false where the iteration does not arrive, as beyond the fold of a polynomial
 */
export function undistort(distortion: Distortion, wantedX: number, wantedY: number, target: Float64Array): boolean {
  let x = wantedX;
  let y = wantedY;
  let before = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS; step++) {
    evaluate(distortion.first, x, y, firstResult);
    evaluate(distortion.second, x, y, secondResult);
    const f = firstResult[0]! - wantedX;
    const g = secondResult[0]! - wantedY;
    const determinant = firstResult[1]! * secondResult[2]! - firstResult[2]! * secondResult[1]!;
    const dx = (f * secondResult[2]! - g * firstResult[2]!) / determinant;
    const dy = (g * firstResult[1]! - f * secondResult[1]!) / determinant;
    x -= dx;
    y -= dy;
    target[0] = x;
    target[1] = y;
    const size = Math.abs(dx) + Math.abs(dy);
    const scale = Math.abs(x) + Math.abs(y) + Math.abs(wantedX) + Math.abs(wantedY) + 1e-3;
    if (!Number.isFinite(size)) return false;
    // the second: rounding keeps the step from falling further
    if (size <= 1e-15 * scale || (size >= before && size <= 1e-11 * scale)) return true;
    before = size;
  }
  return false;
}

/** Horner in x of Horner in y, with both derivatives. */
function evaluate({ degree, terms, radial }: Polynomial, x: number, y: number, result: Float64Array): void {
  let value = 0;
  let byX = 0;
  let byY = 0;
  for (let p = degree; p >= 0; p--) {
    let inner = 0;
    let innerByY = 0;
    for (let q = degree - p; q >= 0; q--) {
      innerByY = innerByY * y + inner;
      inner = inner * y + terms[p * (degree + 1) + q]!;
    }
    byX = byX * x + value;
    value = value * x + inner;
    byY = byY * x + innerByY;
  }
  if (radial.length > 0) {
    const square = x * x + y * y;
    const r = Math.sqrt(square);
    let power = r;
    for (let k = 0; k < radial.length; k++) {
      const slope = square === 0 ? 0 : ((2 * k + 1) * radial[k]! * power) / square;
      value += radial[k]! * power;
      byX += slope * x;
      byY += slope * y;
      power *= square;
    }
  }
  result[0] = value;
  result[1] = byX;
  result[2] = byY;
}
