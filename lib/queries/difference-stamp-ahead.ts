// Images of one request on threads, some images ahead of what is sent to the page: their order there is that of the sheets.
import "server-only";
import { findLimits, keepLimits } from "./difference-limits";
import { isWorthAPass, type SheetStamps, type StampSheet } from "./difference-stamp-sheets";
import { passInThread, STAMP_THREADS } from "./difference-stamp-threads";

/** One more than there are threads, so that none of them waits for the page. */
const AHEAD = STAMP_THREADS + 1;

/**
 * Passes over the images that have many stamps.
 *
 * @param sheets of the request
 * @param size px each way
 * @param withLimits as for cutSheet
 * @returns to be asked for each sheet once, in their order: what cutSheet gives, or null for what is left to it; throws as it does, and
 * TaskFailedError when a thread dies
 */
export function passAhead(
  sheets: readonly StampSheet[],
  size: number,
  withLimits: boolean,
): (sheet: StampSheet) => Promise<SheetStamps | null> {
  const passes = sheets.filter((sheet) => sheet.channel.state === "present" && isWorthAPass(sheet));
  // one alone is as soon cut here
  if (STAMP_THREADS < 2 || passes.length < 2) return () => Promise.resolve(null);
  const started = new Map<StampSheet, Promise<SheetStamps | null>>();
  return (sheet) => {
    const at = passes.indexOf(sheet);
    if (at < 0) return Promise.resolve(null);
    for (const next of passes.slice(at, at + AHEAD)) {
      if (!started.has(next)) started.set(next, startPass(next, size, withLimits));
    }
    const pass = started.get(sheet);
    // its pixels are the page's from here on
    started.delete(sheet);
    return pass ?? Promise.resolve(null);
  };
}

function startPass(sheet: StampSheet, size: number, withLimits: boolean): Promise<SheetStamps | null> {
  const pass = passOver(sheet, size, withLimits);
  // what fails is told when the sheet is asked for, should anybody still do so
  pass.catch(() => undefined);
  return pass;
}

async function passOver(
  { root, path, rows, channel }: StampSheet,
  size: number,
  withLimits: boolean,
): Promise<SheetStamps | null> {
  const { hdu } = channel;
  if (path === null || hdu === null) return null;
  const place = { root, path, hdu };
  const known = withLimits ? await findLimits(place) : null;
  const places = rows.map(({ x, y }) => ({ x, y }));
  const cut = await passInThread({ ...place, places, size, withLimits: known === undefined });
  if (cut === null) return null;
  const { pixels, limits = null } = cut;
  if (known === undefined) await keepLimits(place, limits);
  return { pixels, limits: known ?? limits };
}
