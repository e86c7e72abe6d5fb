// Exposure ids. Rubin's rule serves every survey that numbers exposures by night: YYYYMMDD * 100000 + sequence number.

/** Sequence numbers of a night are below this. */
export const SEQUENCE_NUMBERS_PER_DAY = 100_000;

/**
 * Thousands of years by which Rubin shifts the day of exposures that a controller other than O made, so that they do not take
 * the ids of O's, and the last night on which it did (C until 2023-10-04; P, Q and S until 2025-04-17; H always).
 */
const CONTROLLER_MILLENNIA: Record<string, { millennia: number; lastDayObs: number }> = {
  C: { millennia: 1, lastDayObs: 20231004 },
  H: { millennia: 2, lastDayObs: 99999999 },
  P: { millennia: 3, lastDayObs: 20250417 },
  Q: { millennia: 4, lastDayObs: 20250417 },
  S: { millennia: 5, lastDayObs: 20250417 },
};

/**
 * The id of an exposure numbered by night.
 *
 * @param dayObs YYYYMMDD
 * @param seqNum number in the night, 0 to 99999
 * @param controller letter of the Rubin controller, as in MC_O_20250613_000222; none for other surveys
 * @returns YYYYMMDDnnnnn: 2025061300222
 */
export function exposureIdOf(dayObs: number, seqNum: number, controller?: string | null): bigint {
  const rule = CONTROLLER_MILLENNIA[controller ?? ""];
  const millennia = rule && dayObs <= rule.lastDayObs ? rule.millennia : 0;
  return BigInt(dayObs + millennia * 10_000_000) * BigInt(SEQUENCE_NUMBERS_PER_DAY) + BigInt(seqNum);
}

/**
 * Night and number of an exposure id, shifted millennia taken back.
 *
 * @param exposureId as exposureIdOf makes it
 * @returns YYYYMMDD and number; null when the id does not have 13 digits
 */
export function splitExposureId(exposureId: bigint): { dayObs: number; seqNum: number } | null {
  const day = Number(exposureId / BigInt(SEQUENCE_NUMBERS_PER_DAY));
  if (day < 19000000 || day > 79999999) return null;
  const millennium = Math.floor(day / 10_000_000);
  const dayObs = millennium > 2 ? day - (millennium - 2) * 10_000_000 : day;
  return { dayObs, seqNum: Number(exposureId % BigInt(SEQUENCE_NUMBERS_PER_DAY)) };
}

/**
 * An id for a file that neither its header nor its name numbers: FNV-1a (64 bits) of the path, folded to 15 digits behind a 4,
 * so that it cannot be taken for a night's number and stays below 2^53.
 *
 * @param path relative to the mount
 * @returns 4000000000000000 to 4999999999999999, the same for the same path on every machine
 */
export function exposureIdOfPath(path: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(path)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return 4_000_000_000_000_000n + (hash % 1_000_000_000_000_000n);
}
