// What the FITS bench reads, and what was promised of it.

import type { Library } from "./peers";

export interface Row {
  name: string;
  file: string;
  hdu: number;
  /** Whether ours reads into memory kept from round to round, as a compute thread does, or into a new array. */
  keepsMemory: boolean;
  /** Largest ratio of our time to this peer's that is promised, and the one aimed at; null: for information. */
  target: { library: Library; most: number; aim: number } | null;
}

const againstFitsio = (most: number, aim: number): Row["target"] => ({ library: "fitsio", most, aim });

export const ROWS: Row[] = [
  row("float32", "f32.fits", { library: "astropy", most: 0.6, aim: 0.33 }),
  { ...row("float32, new array", "f32.fits", null), keepsMemory: false },
  row("int16", "i16.fits", againstFitsio(1.5, 1)),
  { ...row("int16, new array", "i16.fits", null), keepsMemory: false },
  row("uint16", "u16.fits", againstFitsio(1.5, 1)),
  row("scaled int16", "scaled.fits", null),
  row("Rice int16", "i16_rice.fits.fz", againstFitsio(1.05, 0.7)),
  row("Rice uint16", "u16_rice.fits.fz", null),
  row("Rice float32, dither 1", "f32_rice_q4.fits.fz", againstFitsio(1.05, 0.7)),
  row("Rice float32, dither 2", "f32_rice_q4_d2.fits.fz", againstFitsio(1.05, 0.7)),
  row("Rice float32, no dither", "f32_rice_q4_nod.fits.fz", againstFitsio(1.05, 0.7)),
  row("GZIP_2 float32", "f32_gzip2_lossless.fits.fz", againstFitsio(1.2, 0.8)),
  row("GZIP_1 float32", "f32_gzip1_lossless.fits.fz", null),
  row("GZIP_2 int16", "i16_gzip2.fits.fz", null),
  row("HCOMPRESS int16", "i16_hcomp.fits.fz", null),
  row("PLIO mask", "plio.fits.fz", null),
];

function row(name: string, file: string, target: Row["target"]): Row {
  return { name, file, hdu: file.endsWith(".fz") ? 1 : 0, keepsMemory: true, target };
}
