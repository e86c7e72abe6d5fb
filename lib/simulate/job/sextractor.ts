// SExtractor's part of a job: connected pixels of a detection image, measured on the difference, as an ASCII_HEAD catalogue. A small
// stand-in: no background mesh, no deblending, Kron and Petrosian apertures of one fixed size.

import { clippedNoise } from "./clipped";
import type { Plane } from "./convolve";
import { pixelToSky, type World } from "./world";

/** One object; pixels 0-based. */
export interface SegmentedSource {
  x: number;
  y: number;
  xPeak: number;
  yPeak: number;
  peak: number;
  area: number;
  isoFlux: number;
  x2: number;
  y2: number;
  xy: number;
  /** in RAPID's apertures */
  apertureFluxes: number[];
  isTruncated: boolean;
}

/** RAPID's settings; diameters in pixels. */
const THRESHOLD_SIGMA = 2.5;
const LEAST_AREA = 5;
const APERTURES = [2, 3, 4, 6, 10, 14];
const AUTO_RADIUS_PIXELS = 5;
const NO_MAGNITUDE = 99;

/**
 * Objects of at least 5 touching pixels (also over corners) above 2.5 sigma of the detection image.
 *
 * Border: apertures are cut there (flag 8). NaN is never part of an object, and counts 0 in apertures. Allocates a byte a pixel.
 *
 * @param detection image to detect on
 * @param sigma its noise
 * @param measured image to measure on
 * @param level of the detection image without sources
 * @returns objects in the order of their first pixels
 */
export function segmentSources(detection: Plane, sigma: number, measured: Plane, level = 0): SegmentedSource[] {
  const { size, pixels } = detection;
  const limit = level + THRESHOLD_SIGMA * sigma;
  const seen = new Uint8Array(pixels.length);
  const sources: SegmentedSource[] = [];
  for (let i = 0; i < pixels.length; i++) {
    if (seen[i] === 1 || !(pixels[i]! > limit)) continue;
    const members = collect(detection, i, limit, seen);
    if (members.length >= LEAST_AREA) sources.push(measureMembers(members, measured, size));
  }
  return sources;
}

function collect({ size, pixels }: Plane, start: number, limit: number, seen: Uint8Array): number[] {
  const members = [start];
  seen[start] = 1;
  for (let k = 0; k < members.length; k++) {
    const [x, y] = [members[k]! % size, Math.floor(members[k]! / size)];
    for (let j = Math.max(0, y - 1); j <= Math.min(size - 1, y + 1); j++) {
      for (let i = Math.max(0, x - 1); i <= Math.min(size - 1, x + 1); i++) {
        const index = j * size + i;
        if (seen[index] === 1 || !(pixels[index]! > limit)) continue;
        seen[index] = 1;
        members.push(index);
      }
    }
  }
  return members;
}

function measureMembers(members: number[], { size, pixels }: Plane, side: number): SegmentedSource {
  let [total, sx, sy, peak, best] = [0, 0, 0, Number.NEGATIVE_INFINITY, members[0]!];
  let isoFlux = 0;
  const weightOf = (index: number) => Math.max(1e-12, Number.isFinite(pixels[index]!) ? pixels[index]! : 0);
  for (const index of members) {
    const value = pixels[index]!;
    const weight = weightOf(index);
    total += weight;
    sx += weight * (index % side);
    sy += weight * Math.floor(index / side);
    if (Number.isFinite(value)) isoFlux += value;
    if (value > peak) [peak, best] = [value, index];
  }
  const [x, y] = [sx / total, sy / total];
  let [x2, y2, xy] = [0, 0, 0];
  for (const index of members) {
    const weight = weightOf(index) / total;
    const [dx, dy] = [(index % side) - x, Math.floor(index / side) - y];
    x2 += weight * dx * dx;
    y2 += weight * dy * dy;
    xy += weight * dx * dy;
  }
  const edge = APERTURES.at(-1)! / 2;
  return {
    x,
    y,
    xPeak: best % side,
    yPeak: Math.floor(best / side),
    peak: Number.isFinite(peak) ? peak : 0,
    area: members.length,
    isoFlux,
    x2: Math.max(1 / 12, x2),
    y2: Math.max(1 / 12, y2),
    xy,
    apertureFluxes: APERTURES.map((diameter) => apertureFlux({ size, pixels }, x, y, diameter / 2)),
    isTruncated: x < edge || y < edge || x > size - 1 - edge || y > size - 1 - edge,
  };
}

/** Pixels count by a fifth of a pixel in both directions. */
function apertureFlux({ size, pixels }: Plane, x: number, y: number, radius: number): number {
  let sum = 0;
  for (let j = Math.max(0, Math.floor(y - radius)); j <= Math.min(size - 1, Math.ceil(y + radius)); j++) {
    for (let i = Math.max(0, Math.floor(x - radius)); i <= Math.min(size - 1, Math.ceil(x + radius)); i++) {
      const value = pixels[j * size + i]!;
      if (Number.isFinite(value)) sum += value * overlap(i - x, j - y, radius);
    }
  }
  return sum;
}

function overlap(dx: number, dy: number, radius: number): number {
  let inside = 0;
  for (let k = 0; k < 25; k++) {
    const [u, v] = [dx + ((k % 5) - 2) / 5, dy + (Math.floor(k / 5) - 2) / 5];
    if (u * u + v * v <= radius * radius) inside++;
  }
  return inside / 25;
}

/** A row's numbers, one after the other, as the catalogue's columns take them. */
interface SextractorColumn {
  name: string;
  description: string;
  unit: string;
  decimals: number;
  values: (row: SextractorRow) => number[];
}

interface SextractorRow extends SegmentedSource {
  number: number;
  raDeg: number;
  decDeg: number;
  /** noise of a pixel of the measured image */
  sigma: number;
  a: number;
  b: number;
  thetaDeg: number;
}

function column(
  name: string,
  unit: string,
  decimals: number,
  values: (row: SextractorRow) => number | number[],
): SextractorColumn {
  const description = name.toLowerCase().replaceAll("_", " ");
  return { name, description, unit, decimals, values: (row) => [values(row)].flat() };
}

const magnitude = (flux: number) => (flux > 0 ? -2.5 * Math.log10(flux) : NO_MAGNITUDE);
const magnitudeError = (flux: number, error: number) => (flux > 0 ? (1.0857 * error) / flux : NO_MAGNITUDE);
const areaError = (row: SextractorRow, diameter: number) => (row.sigma * Math.sqrt(Math.PI) * diameter) / 2;
const isoError = (row: SextractorRow) => row.sigma * Math.sqrt(row.area);
const autoFlux = (row: SextractorRow) => row.apertureFluxes[4]!;
const autoError = (row: SextractorRow) => areaError(row, 2 * AUTO_RADIUS_PIXELS);

const COLUMNS: readonly SextractorColumn[] = [
  column("NUMBER", "", 0, (row) => row.number),
  column("FLAGS", "", 0, (row) => (row.isTruncated ? 8 : 0)),
  column("XWIN_IMAGE", "pixel", 4, (row) => row.x + 1),
  column("YWIN_IMAGE", "pixel", 4, (row) => row.y + 1),
  column("X_WORLD", "deg", 7, (row) => row.raDeg),
  column("Y_WORLD", "deg", 7, (row) => row.decDeg),
  column("XPEAK_IMAGE", "pixel", 0, (row) => row.xPeak + 1),
  column("YPEAK_IMAGE", "pixel", 0, (row) => row.yPeak + 1),
  column("THETAWIN_IMAGE", "deg", 2, (row) => row.thetaDeg),
  column("X2WIN_IMAGE", "pixel**2", 4, (row) => row.x2),
  column("Y2WIN_IMAGE", "pixel**2", 4, (row) => row.y2),
  column("XYWIN_IMAGE", "pixel**2", 4, (row) => row.xy),
  column("MAG_ISO", "mag", 4, (row) => magnitude(row.isoFlux)),
  column("MAGERR_ISO", "mag", 4, (row) => magnitudeError(row.isoFlux, isoError(row))),
  column("MAG_AUTO", "mag", 4, (row) => magnitude(autoFlux(row))),
  column("MAGERR_AUTO", "mag", 4, (row) => magnitudeError(autoFlux(row), autoError(row))),
  column("MAG_APER", "mag", 4, (row) => row.apertureFluxes.map(magnitude)),
  column("MAGERR_APER", "mag", 4, (row) =>
    row.apertureFluxes.map((flux, i) => magnitudeError(flux, areaError(row, APERTURES[i]!))),
  ),
  column("MU_MAX", "mag * arcsec**(-2)", 4, (row) => magnitude(row.peak / 0.11 ** 2)),
  column("BACKGROUND", "count", 4, () => 0),
  column("THRESHOLD", "count", 4, (row) => THRESHOLD_SIGMA * row.sigma),
  column("ELONGATION", "", 3, (row) => row.a / row.b),
  column("ISO0", "pixel**2", 0, (row) => row.area),
  column("FWHM_IMAGE", "pixel", 2, (row) => 2 * Math.sqrt(Math.LN2 * (row.x2 + row.y2))),
  column("CLASS_STAR", "", 3, () => 0.5),
  column("FLUX_AUTO", "count", 6, autoFlux),
  column("FLUXERR_AUTO", "count", 6, autoError),
  column("FLUX_ISO", "count", 6, (row) => row.isoFlux),
  column("FLUXERR_ISO", "count", 6, isoError),
  column("FLUX_APER", "count", 6, (row) => row.apertureFluxes),
  column("FLUXERR_APER", "count", 6, (row) => APERTURES.map((diameter) => areaError(row, diameter))),
  column("X_IMAGE", "pixel", 4, (row) => row.x + 1),
  column("Y_IMAGE", "pixel", 4, (row) => row.y + 1),
  column("X2_IMAGE", "pixel**2", 4, (row) => row.x2),
  column("Y2_IMAGE", "pixel**2", 4, (row) => row.y2),
  column("XY_IMAGE", "pixel**2", 4, (row) => row.xy),
  column("A_IMAGE", "pixel", 3, (row) => row.a),
  column("B_IMAGE", "pixel", 3, (row) => row.b),
  column("THETA_IMAGE", "deg", 2, (row) => row.thetaDeg),
];

const CELL_WIDTH = 12;

/**
 * An ASCII_HEAD catalogue: numbered header lines, a vector named once, fixed columns, 1-based pixels.
 *
 * @param sources of segmentSources
 * @param sigma noise of a pixel of the measured image
 * @param world for X_WORLD and Y_WORLD
 * @returns the file's text
 */
export function sextractorText(sources: readonly SegmentedSource[], sigma: number, world: World): string {
  const rows = sources.map((source, i) => rowOf(source, i + 1, sigma, world));
  const lines: string[] = [];
  let first = 1;
  for (const { name, description, unit, values } of COLUMNS) {
    const tail = unit === "" ? "" : ` [${unit}]`;
    lines.push(`# ${String(first).padStart(3)} ${name.padEnd(22)} ${description.padEnd(58)}${tail}`.trimEnd());
    first += values(EMPTY_ROW).length;
  }
  for (const row of rows) {
    const cells = COLUMNS.flatMap(({ values, decimals }) => values(row).map((value) => value.toFixed(decimals)));
    lines.push(cells.map((cell) => cell.padStart(CELL_WIDTH)).join(" "));
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Detects and measures on one image, as RAPID does to match gains and on its mosaic.
 *
 * @param image any unit
 * @param world for X_WORLD and Y_WORLD
 * @returns the file's text
 */
export function sourceCatalog(image: Plane, world: World): string {
  const { median, sigma } = clippedNoise(image.pixels);
  return sextractorText(segmentSources(image, sigma, image, median), sigma, world);
}

function rowOf(source: SegmentedSource, number: number, sigma: number, world: World): SextractorRow {
  const [raDeg, decDeg] = pixelToSky(world, source.x, source.y);
  const middle = (source.x2 + source.y2) / 2;
  const reach = Math.hypot((source.x2 - source.y2) / 2, source.xy);
  const a = Math.sqrt(middle + reach);
  const b = Math.sqrt(Math.max(1 / 12, middle - reach));
  const thetaDeg = (Math.atan2(2 * source.xy, source.x2 - source.y2) * 90) / Math.PI;
  return { ...source, number, raDeg, decDeg, sigma, a, b, thetaDeg };
}

const EMPTY_ROW: SextractorRow = {
  number: 0,
  x: 0,
  y: 0,
  xPeak: 0,
  yPeak: 0,
  peak: 0,
  area: 0,
  isoFlux: 0,
  x2: 1,
  y2: 1,
  xy: 0,
  apertureFluxes: APERTURES.map(() => 0),
  isTruncated: false,
  raDeg: 0,
  decDeg: 0,
  sigma: 1,
  a: 1,
  b: 1,
  thetaDeg: 0,
};
