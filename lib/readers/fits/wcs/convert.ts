// The two directions of a celestial WCS, step by step: pixel - (SIP) - matrix - (TPV) - projection - rotation - celestial.

import { InvalidParameterError } from "@/lib/errors";
import type { LinearStep } from "./linear";
import { type Distortion, distort, undistort } from "./polynomial";
import type { Projection } from "./projection";
import { cosDeg, type Rotation, sinDeg } from "./rotation";

/** What a header says of every step. */
export interface Steps {
  sip: Distortion | null;
  linear: LinearStep;
  tpv: Distortion | null;
  projection: Projection;
  /** Plane coordinates of the reference point in degrees: 0, 0 but for PVi_0. */
  offset: [number, number];
  rotation: Rotation;
}

export interface Converters {
  /** 0-based pixels (centre of the first one at 0) to degrees, longitude in [0, 360); null where nothing of the sky falls. */
  pixelToWorld(x: number, y: number): { lonDeg: number; latDeg: number } | null;
  /** The inverse, to 1e-9 pixels, distortions included; null where the projection does not show the direction. */
  worldToPixel(lonDeg: number, latDeg: number): { x: number; y: number } | null;
  /** pixelToWorld of many: fills `lonDeg` and `latDeg`, NaN where it is null. */
  pixelsToWorld(x: ArrayLike<number>, y: ArrayLike<number>, lonDeg: Float64Array, latDeg: Float64Array): void;
}

const DEGREES = 180 / Math.PI;

/** Both directions. They share a scratch vector, so that converting many pixels allocates nothing. */
export function convertersOf(steps: Steps): Converters {
  const scratch = new Float64Array(3);
  return {
    pixelToWorld(x, y) {
      return toCelestial(steps, x, y, scratch) ? { lonDeg: scratch[0]!, latDeg: scratch[1]! } : null;
    },
    worldToPixel(lonDeg, latDeg) {
      return toPixel(steps, lonDeg, latDeg, scratch) ? { x: scratch[0]!, y: scratch[1]! } : null;
    },
    pixelsToWorld(x, y, lonDeg, latDeg) {
      const lengths = [y.length, lonDeg.length, latDeg.length];
      if (lengths.some((length) => length !== x.length)) {
        const found = `arrays of ${[x.length, ...lengths].join(", ")}`;
        throw new InvalidParameterError({ place: "pixelsToWorld", found, expected: "four of the same length" });
      }
      for (let i = 0; i < x.length; i++) {
        const isShown = toCelestial(steps, x[i]!, y[i]!, scratch);
        lonDeg[i] = isShown ? scratch[0]! : Number.NaN;
        latDeg[i] = isShown ? scratch[1]! : Number.NaN;
      }
    },
  };
}

/** Longitude and latitude in target[0..1]. */
function toCelestial(steps: Steps, x: number, y: number, target: Float64Array): boolean {
  const { linear, sip, tpv, projection, offset, rotation } = steps;
  target[0] = x - linear.x0;
  target[1] = y - linear.y0;
  if (sip) distort(sip, target[0], target[1], target);
  const { matrix } = linear;
  const planeX = matrix[0] * target[0]! + matrix[1] * target[1]!;
  const planeY = matrix[2] * target[0]! + matrix[3] * target[1]!;
  target[0] = planeX;
  target[1] = planeY;
  if (tpv) distort(tpv, planeX, planeY, target);
  if (!projection.toSphere(target[0] + offset[0], target[1] + offset[1], target)) return false;
  const [u, v, w] = [target[0]!, target[1]!, target[2]!];
  const a = rotation[0] * u + rotation[1] * v + rotation[2] * w;
  const b = rotation[3] * u + rotation[4] * v + rotation[5] * w;
  const c = rotation[6] * u + rotation[7] * v + rotation[8] * w;
  const longitude = Math.atan2(b, a) * DEGREES;
  const positive = longitude < 0 ? longitude + 360 : longitude;
  // the least negative angle rounds up to a whole turn
  target[0] = positive >= 360 ? 0 : positive;
  target[1] = Math.atan2(c, Math.sqrt(a * a + b * b)) * DEGREES;
  return Number.isFinite(target[0]) && Number.isFinite(target[1]);
}

/** Pixel in target[0..1]. */
function toPixel(steps: Steps, lonDeg: number, latDeg: number, target: Float64Array): boolean {
  const { linear, sip, tpv, projection, offset, rotation } = steps;
  const cosine = cosDeg(latDeg);
  const [a, b, c] = [cosine * cosDeg(lonDeg), cosine * sinDeg(lonDeg), sinDeg(latDeg)];
  const u = rotation[0] * a + rotation[3] * b + rotation[6] * c;
  const v = rotation[1] * a + rotation[4] * b + rotation[7] * c;
  const w = rotation[2] * a + rotation[5] * b + rotation[8] * c;
  if (!projection.toPlane(u, v, w, target)) return false;
  const planeX = target[0]! - offset[0];
  const planeY = target[1]! - offset[1];
  target[0] = planeX;
  target[1] = planeY;
  if (tpv && !undistort(tpv, planeX, planeY, target)) return false;
  const { inverse } = linear;
  const focalX = inverse[0] * target[0] + inverse[1] * target[1];
  const focalY = inverse[2] * target[0] + inverse[3] * target[1];
  target[0] = focalX;
  target[1] = focalY;
  if (sip && !undistort(sip, focalX, focalY, target)) return false;
  target[0] += linear.x0;
  target[1] += linear.y0;
  return Number.isFinite(target[0]) && Number.isFinite(target[1]);
}
