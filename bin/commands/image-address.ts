// FILE[HDU] as astronomers write it.

import { existsSync } from "node:fs";

export interface ImageAddress {
  file: string;
  /** number from 0, name, or null for the first image */
  hdu: number | string | null;
}

/**
 * Cut FILE[HDU] into its parts. A file whose own name ends in brackets is taken as it is when it is there.
 *
 * @param text as typed: dark.fits, dark.fits[1], dark.fits[SCI]
 * @returns file and HDU
 */
export function parseImageAddress(text: string): ImageAddress {
  const match = /^(?<file>.+)\[(?<hdu>[^[\]]+)\]$/.exec(text);
  const groups = match?.groups;
  if (groups?.file === undefined || groups.hdu === undefined || existsSync(text)) return { file: text, hdu: null };
  const hdu = /^\d+$/.test(groups.hdu) ? Number(groups.hdu) : groups.hdu;
  return { file: groups.file, hdu };
}
