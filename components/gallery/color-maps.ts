// Lookup tables of 256 colours as packed little-endian RGBA, ready for a Uint32 view of ImageData.

export const COLOR_MAPS = ["grey", "viridis", "cividis", "inferno", "diverging"] as const;
export type ColorMap = (typeof COLOR_MAPS)[number];

/** matplotlib's viridis (Smith and van der Walt, CC0) at 17 even steps; between them colours are mixed linearly */
const VIRIDIS = [
  0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c, 0x1fa088, 0x28ae80,
  0x3fbc73, 0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725,
];

/** cividis (Nuñez, Anderton and Renslow 2018, PLoS ONE 13, e0199239; CC0) at 17 even steps: alike to all kinds of colour vision */
const CIVIDIS = [
  0x00224e, 0x002e6a, 0x1a386f, 0x32436d, 0x434e6c, 0x535a6d, 0x61656f, 0x6f7073, 0x7d7c78, 0x8b8778, 0x9a9376,
  0xaaa073, 0xbbad6d, 0xccba64, 0xddc858, 0xefd748, 0xfee838,
];

/** matplotlib's inferno (Smith and van der Walt, CC0) at 33 even steps */
const INFERNO = [
  0x000004, 0x040312, 0x0b0724, 0x150b37, 0x210c4a, 0x2f0a5b, 0x3d0965, 0x4a0c6b, 0x57106e, 0x64156e, 0x71196e,
  0x7d1e6d, 0x8a226a, 0x972766, 0xa32c61, 0xb0315b, 0xbc3754, 0xc63d4d, 0xd04545, 0xda4e3c, 0xe35933, 0xeb6429,
  0xf1711f, 0xf67e14, 0xf98c0a, 0xfb9b06, 0xfcaa0f, 0xfbba1f, 0xf9c932, 0xf5d949, 0xf2e865, 0xf3f586, 0xfcffa4,
];

/** ours: blue below zero, red above, near white at it, each side darker by even steps */
const DIVERGING = [0x0b2f66, 0x1f5a9c, 0x5b93c4, 0xa9cbe3, 0xf4f4f1, 0xf0bea2, 0xd97a5c, 0xae2f33, 0x690a20];

const STOPS: Record<ColorMap, readonly number[]> = {
  grey: [0x000000, 0xffffff],
  viridis: VIRIDIS,
  cividis: CIVIDIS,
  inferno: INFERNO,
  diverging: DIVERGING,
};

/** Colours of no map near them: what is drawn where there is no pixel, red, green, blue. */
const NO_PIXEL_COLORS: Record<ColorMap, number> = {
  grey: 0x2e3a5b,
  viridis: 0x2e3a5b,
  cividis: 0x6b2340,
  inferno: 0x1f5f5b,
  diverging: 0x2f5a3c,
};

/** Red, green and blue as one opaque little-endian RGBA word. */
function packed(rgb: number): number {
  return ((255 << 24) | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

/** What is drawn under a map where there is no pixel: outside the detector, or not finite. Opaque, in no table of the map. */
export function noPixelColor(map: ColorMap): number {
  return packed(NO_PIXEL_COLORS[map]);
}

/** Colour of a map at a fraction 0 to 1, as red, green and blue 0 to 255. */
function mixed(stops: readonly number[], fraction: number): [number, number, number] {
  const at = Math.min(1, Math.max(0, fraction)) * (stops.length - 1);
  const from = stops[Math.floor(at)] ?? 0;
  const to = stops[Math.ceil(at)] ?? from;
  const weight = at - Math.floor(at);
  const mix = (shift: number) => Math.round(((from >> shift) & 255) * (1 - weight) + ((to >> shift) & 255) * weight);
  return [mix(16), mix(8), mix(0)];
}

/** Colour of viridis at a fraction 0 to 1, as red, green and blue 0 to 255. */
export function viridis(fraction: number): [number, number, number] {
  return mixed(VIRIDIS, fraction);
}

/**
 * Table of 256 packed colours (alpha 255), dark to bright; diverging: blue, white, red.
 * @param inverted bright to dark: dark rings come out bright, as the upstream stamps draw them
 */
export function colorTable(map: ColorMap, inverted: boolean): Uint32Array {
  const table = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const [red, green, blue] = mixed(STOPS[map], (inverted ? 255 - i : i) / 255);
    table[i] = packed((red << 16) | (green << 8) | blue);
  }
  return table;
}
