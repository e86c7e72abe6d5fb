// Celestial coordinates of a job's grids: gnomonic (TAN), without distortion (Calabretta & Greisen 2002, A&A 395, 1077, 5.1.3).
// Between two gnomonic grids the map of pixels is projective, and so is done with a 3 × 3 matrix.

import type { FitsHduToWrite } from "../../readers/fits";

const DEGREE = Math.PI / 180;
/** 0.11 arcsec a pixel. */
const PIXEL_DEG = 0.11 / 3600;

/** A TAN grid; matrices are row-major, 9 numbers. */
export interface World {
  size: number;
  raDeg: number;
  decDeg: number;
  /** CD matrix, degrees a pixel */
  cd: [number, number, number, number];
  /** reference pixel, 0-based */
  centre: number;
  /** (x, y, 1) to a direction, not of unit length */
  toSky: number[];
  /** a direction to (x w, y w, w) */
  toPixel: number[];
}

/**
 * A square grid about a direction; y is north turned by the rotation, x points west.
 *
 * @param size pixels a side; the reference pixel is the middle
 * @param raDeg of the middle
 * @param decDeg of the middle
 * @param rotationDeg of the grid
 * @returns the grid
 */
export function tangentWorld(size: number, raDeg: number, decDeg: number, rotationDeg: number): World {
  const [sine, cosine] = [Math.sin(rotationDeg * DEGREE), Math.cos(rotationDeg * DEGREE)];
  const cd: World["cd"] = [-PIXEL_DEG * cosine, PIXEL_DEG * sine, PIXEL_DEG * sine, PIXEL_DEG * cosine];
  const centre = (size - 1) / 2;
  const [a, d] = [raDeg * DEGREE, decDeg * DEGREE];
  const middle = [Math.cos(d) * Math.cos(a), Math.cos(d) * Math.sin(a), Math.sin(d)];
  const east = [-Math.sin(a), Math.cos(a), 0];
  const north = [-Math.sin(d) * Math.cos(a), -Math.sin(d) * Math.sin(a), Math.cos(d)];
  const toSky = [0, 1, 2].flatMap((k) => {
    const alongX = (east[k]! * cd[0] + north[k]! * cd[2]) * DEGREE;
    const alongY = (east[k]! * cd[1] + north[k]! * cd[3]) * DEGREE;
    return [alongX, alongY, middle[k]! - centre * (alongX + alongY)];
  });
  return { size, raDeg, decDeg, cd, centre, toSky, toPixel: inverse(toSky) };
}

/**
 * Where a pixel lies on the sky.
 *
 * @param world grid
 * @param x 0-based
 * @param y 0-based
 * @returns right ascension (0 to 360) and declination, degrees
 */
export function pixelToSky(world: World, x: number, y: number): [raDeg: number, decDeg: number] {
  const [u, v, w] = apply(world.toSky, x, y, 1);
  const ra = Math.atan2(v, u) / DEGREE;
  return [ra < 0 ? ra + 360 : ra, Math.atan2(w, Math.hypot(u, v)) / DEGREE];
}

/**
 * The map from the pixels of one grid to those of another.
 *
 * @param from grid
 * @param to grid
 * @returns row-major: (x, y, 1) to (x' w, y' w, w)
 */
export function projectiveMap(from: World, to: World): number[] {
  return product(to.toPixel, from.toSky);
}

/**
 * A pixel through a projective map.
 *
 * @param map of projectiveMap
 * @param x 0-based
 * @param y 0-based
 * @returns x and y, 0-based
 */
export function mapPixel(map: number[], x: number, y: number): [x: number, y: number] {
  const [u, v, w] = apply(map, x, y, 1);
  return [u / w, v / w];
}

/**
 * Header cards of a grid.
 *
 * @param world grid
 * @returns TAN in degrees, ICRS
 */
export function worldCards(world: World): FitsHduToWrite["cards"] {
  const [cd11, cd12, cd21, cd22] = world.cd;
  return [
    ["WCSAXES", 2],
    ["CTYPE1", "RA---TAN"],
    ["CTYPE2", "DEC--TAN"],
    ["CRPIX1", world.centre + 1],
    ["CRPIX2", world.centre + 1],
    ["CRVAL1", world.raDeg],
    ["CRVAL2", world.decDeg],
    ["CUNIT1", "deg"],
    ["CUNIT2", "deg"],
    ["CD1_1", cd11],
    ["CD1_2", cd12],
    ["CD2_1", cd21],
    ["CD2_2", cd22],
    ["RADESYS", "ICRS"],
  ];
}

function apply(m: number[], x: number, y: number, z: number): [number, number, number] {
  return [m[0]! * x + m[1]! * y + m[2]! * z, m[3]! * x + m[4]! * y + m[5]! * z, m[6]! * x + m[7]! * y + m[8]! * z];
}

function product(a: number[], b: number[]): number[] {
  return a.map((_, i) => {
    const row = Math.floor(i / 3) * 3;
    return a[row]! * b[i % 3]! + a[row + 1]! * b[3 + (i % 3)]! + a[row + 2]! * b[6 + (i % 3)]!;
  });
}

function inverse(m: number[]): number[] {
  const minor = (i: number, j: number, k: number, l: number) => m[i]! * m[l]! - m[j]! * m[k]!;
  const adjugate = [
    minor(4, 5, 7, 8),
    -minor(1, 2, 7, 8),
    minor(1, 2, 4, 5),
    -minor(3, 5, 6, 8),
    minor(0, 2, 6, 8),
    -minor(0, 2, 3, 5),
    minor(3, 4, 6, 7),
    -minor(0, 1, 6, 7),
    minor(0, 1, 3, 4),
  ];
  const determinant = m[0]! * adjugate[0]! + m[1]! * adjugate[3]! + m[2]! * adjugate[6]!;
  return adjugate.map((value) => value / determinant);
}
