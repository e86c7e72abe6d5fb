// Lookup tables of 256 colours as packed little-endian RGBA, ready for a Uint32 view of ImageData.

export const COLOR_MAPS = ["grey", "viridis"] as const;
export type ColorMap = (typeof COLOR_MAPS)[number];

/** matplotlib's viridis (Smith and van der Walt, CC0) at 17 even steps; between them colours are mixed linearly */
const VIRIDIS = [
  0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c, 0x1fa088, 0x28ae80,
  0x3fbc73, 0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725,
];

/** Colour of viridis at a fraction 0 to 1, as red, green and blue 0 to 255. */
export function viridis(fraction: number): [number, number, number] {
  const at = Math.min(1, Math.max(0, fraction)) * (VIRIDIS.length - 1);
  const from = VIRIDIS[Math.floor(at)] ?? 0;
  const to = VIRIDIS[Math.ceil(at)] ?? from;
  const weight = at - Math.floor(at);
  const mix = (shift: number) => Math.round(((from >> shift) & 255) * (1 - weight) + ((to >> shift) & 255) * weight);
  return [mix(16), mix(8), mix(0)];
}

/**
 * Table of 256 packed colours (alpha 255), dark to bright.
 * @param inverted bright to dark: dark rings come out bright, as the upstream stamps draw them
 */
export function colorTable(map: ColorMap, inverted: boolean): Uint32Array {
  const table = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const level = inverted ? 255 - i : i;
    const [red, green, blue] = map === "grey" ? [level, level, level] : viridis(level / 255);
    table[i] = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }
  return table;
}
