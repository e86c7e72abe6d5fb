// Zenithal projections between the native sphere and the plane (Calabretta & Greisen 2002, A&A 395, 1077, section 5.1).
// A direction is a native unit vector (u, v, w) = (cos theta cos phi, cos theta sin phi, sin theta), so that with the radius R(theta)
// of a projection x = R sin phi = R v / cos theta and y = -R cos phi = -R u / cos theta. The plane is in degrees.

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import type { CelestialAxes } from "./axes";
import type { WcsCards } from "./cards";

export interface Projection {
  /** Plane to direction in target[0..2]; false where no direction falls there. */
  toSphere(x: number, y: number, target: Float64Array): boolean;
  /** Direction to plane in target[0..1]; false where the projection does not show it. */
  toPlane(u: number, v: number, w: number, target: Float64Array): boolean;
}

/** Degrees a radian. */
const R0 = 180 / Math.PI;

/** Equations 54 and 55: R = cot theta. */
const TAN: Projection = {
  toSphere(x, y, target) {
    const length = Math.sqrt(x * x + y * y + R0 * R0);
    return setVector(target, -y / length, x / length, R0 / length);
  },
  toPlane(u, v, w, target) {
    return w > 0 && setPoint(target, (R0 * v) / w, (-R0 * u) / w);
  },
};

/** Equations 67 and 68: R = 90 deg - theta. */
const ARC: Projection = {
  toSphere(x, y, target) {
    const radius = Math.sqrt(x * x + y * y);
    if (radius > 180 + 1e-10) return false;
    const [sine, cosine] = [Math.sin(radius / R0), Math.cos(radius / R0)];
    return fromRadius(target, x, y, radius, sine, cosine);
  },
  toPlane(u, v, w, target) {
    const rho = Math.sqrt(u * u + v * v);
    return toRadius(target, u, v, rho, R0 * Math.atan2(rho, w));
  },
};

/** Equations 56 and 57: R = 2 tan((90 deg - theta) / 2). */
const STG: Projection = {
  toSphere(x, y, target) {
    const half = Math.sqrt(x * x + y * y) / (2 * R0);
    const square = half * half;
    const sine = (2 * half) / (1 + square);
    return fromRadius(target, x, y, 2 * R0 * half, sine, (1 - square) / (1 + square));
  },
  toPlane(u, v, w, target) {
    const rho = Math.sqrt(u * u + v * v);
    // 1 + w without loss near the far pole, which is at infinity
    const onePlus = w > 0 ? 1 + w : (rho * rho) / (1 - w);
    return onePlus > 0 && setPoint(target, (2 * R0 * v) / onePlus, (-2 * R0 * u) / onePlus);
  },
};

/** Equations 69 and 70: R = 2 sin((90 deg - theta) / 2). */
const ZEA: Projection = {
  toSphere(x, y, target) {
    const radius = Math.sqrt(x * x + y * y);
    const half = radius / (2 * R0);
    if (half > 1 + 1e-12) return false;
    const cosineHalf = Math.sqrt(Math.max(0, 1 - half * half));
    return fromRadius(target, x, y, radius, 2 * half * cosineHalf, 1 - 2 * half * half);
  },
  toPlane(u, v, w, target) {
    const rho = Math.sqrt(u * u + v * v);
    const half = w > 0 ? rho / Math.sqrt(2 * (1 + w)) : Math.sqrt((1 - w) / 2);
    return toRadius(target, u, v, rho, 2 * R0 * half);
  },
};

/** Equations 59 to 66, the slant orthographic projection; xi = eta = 0 is the orthographic one. */
function slantOrthographic(xi: number, eta: number): Projection {
  const tilt = xi * xi + eta * eta;
  return {
    toSphere(px, py, target) {
      const [x, y] = [px / R0, py / R0];
      // with d = 1 - w: (x - xi d)^2 + (y - eta d)^2 = 1 - w^2 = 2 d - d^2
      const halfLinear = 1 + xi * x + eta * y;
      const square = x * x + y * y;
      const discriminant = halfLinear * halfLinear - (tilt + 1) * square;
      if (!(discriminant >= 0)) return false;
      const d = square / (halfLinear + Math.sqrt(discriminant));
      return d >= 0 && d <= 2 && setVector(target, eta * d - y, x - xi * d, 1 - d);
    },
    toPlane(u, v, w, target) {
      const d = w > 0 ? (u * u + v * v) / (1 + w) : 1 - w;
      // theta >= -arctan(xi sin phi - eta cos phi): the near side of the sphere, seen along the slanted rays
      if (w < eta * u - xi * v) return false;
      return setPoint(target, R0 * (v + xi * d), R0 * (eta * d - u));
    },
  };
}

/** Projections that are read; TPV is TAN behind its distortion, NCP a SIN. */
const READABLE = "TAN, TPV, SIN, NCP, ARC, STG or ZEA";
const SIMPLE: Record<string, Projection> = { TAN, TPV: TAN, ARC, STG, ZEA };

/**
 * The projection that CTYPE names.
 * @param latitudeDeg of the reference point, which the north-celestial-pole projection needs (section 6.1.3)
 * @throws UnsupportedFormatError for any other name; MalformedFileError for NCP on the equator, where it does not exist
 */
export function projectionOf(cards: WcsCards, axes: CelestialAxes, latitudeDeg: number): Projection {
  const { projection, latitude } = axes;
  const simple = Object.hasOwn(SIMPLE, projection) ? SIMPLE[projection] : undefined;
  if (simple) return simple;
  if (projection === "SIN") {
    return slantOrthographic(cards.indexed("PV", latitude, 1) ?? 0, cards.indexed("PV", latitude, 2) ?? 0);
  }
  const { place } = cards;
  if (projection !== "NCP") {
    throw new UnsupportedFormatError({ place, found: `projection ${projection}`, expected: READABLE });
  }
  const eta = 1 / Math.tan(latitudeDeg / R0);
  if (latitudeDeg !== 0 && Number.isFinite(eta)) return slantOrthographic(0, eta);
  throw new MalformedFileError({
    place,
    found: "projection NCP at latitude 0",
    expected: "a latitude off the equator",
  });
}

function fromRadius(target: Float64Array, x: number, y: number, radius: number, sine: number, cosine: number): boolean {
  const scale = radius === 0 ? 0 : sine / radius;
  return setVector(target, -y * scale, x * scale, cosine);
}

/** At the native pole, where phi has no meaning, it is 0: the far pole lies at y = -R. */
function toRadius(target: Float64Array, u: number, v: number, rho: number, radius: number): boolean {
  return rho === 0 ? setPoint(target, 0, -radius) : setPoint(target, (radius * v) / rho, (-radius * u) / rho);
}

function setVector(target: Float64Array, u: number, v: number, w: number): boolean {
  target[0] = u;
  target[1] = v;
  target[2] = w;
  return true;
}

function setPoint(target: Float64Array, x: number, y: number): boolean {
  target[0] = x;
  target[1] = y;
  return true;
}
