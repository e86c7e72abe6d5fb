// The two truth files of a job: RAPID's injection list and OpenUniverse2024's simulation index.

import { exponential, pythonFloat } from "./python-text";
import type { SceneSource } from "./scene";
import { pixelToSky, type World } from "./world";

/**
 * The injection list: counts at pixels, no ids.
 *
 * @param sources of the scene; injections are taken
 * @param origin added to 0-based positions
 * @returns the file's text
 */
export function injectionText(sources: readonly SceneSource[], origin: number): string {
  const rows = sources
    .filter(({ kind }) => kind === "injected")
    .map(({ x, y, counts }) => [x + origin, y + origin, counts].map(pythonFloat).join(" "));
  return ["xpix    ypix     flux", ...rows, ""].join("\n");
}

/** Where the header line names the columns, which end at 16, 33, 50 ... 152. */
const INDEX_NAMES: readonly [name: string, start: number][] = [
  ["#", 0],
  ["object_id", 5],
  ["ra", 26],
  ["dec", 42],
  ["x", 60],
  ["y", 77],
  ["realized_flux", 88],
  ["flux", 110],
  ["mag", 127],
  ["obj_type", 142],
];
const HEADER_WIDTH = 155;
const CELL_WIDTH = 16;

/**
 * The simulation index, in fixed width. Its mag is band zero point - 2.5 log10(flux): ZPTMAG short of an AB magnitude.
 *
 * @param sources of the scene; galaxies, stars and transients are taken, in this order
 * @param world of the science image
 * @param options what is added to 0-based positions, and the band's zero point
 * @returns the file's text
 */
export function indexText(
  sources: readonly SceneSource[],
  world: World,
  { origin, bandZeropoint }: { origin: number; bandZeropoint: number },
): string {
  const rows = sources
    .filter(({ kind }) => kind !== "injected")
    .map((source) => {
      const [ra, dec] = pixelToSky(world, source.x, source.y);
      const magnitude = bandZeropoint - 2.5 * Math.log10(source.counts);
      const numbers = [ra, dec, source.x + origin, source.y + origin, source.realizedCounts, source.counts, magnitude];
      const cells = numbers.map((value) => exponential(value, 8).padStart(CELL_WIDTH));
      return `${String(source.objectId).padStart(CELL_WIDTH)} ${cells.join(" ")} ${source.kind.padStart(CELL_WIDTH)}`;
    });
  const header = INDEX_NAMES.reduce((line, [name, start]) => line.padEnd(start) + name, "").padEnd(HEADER_WIDTH);
  return [header, ...rows, ""].join("\n");
}
