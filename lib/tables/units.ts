// Units as the pages write them, in the spelling of astropy.units (and of the VOUnit standard, IVOA 1.1).

const SPELLINGS: Record<string, string | null> = {
  px: "pix",
  pixel: "pix",
  pixels: "pix",
  "px²": "pix2",
  "px^2": "pix2",
  px2: "pix2",
  "e-": "electron",
  "e⁻": "electron",
  electrons: "electron",
  ADU: "adu",
  // significances are pure numbers: astropy knows no such unit
  sigma: null,
  σ: null,
  "-": null,
  "": null,
};

/**
 * The spelling of a unit that astropy parses.
 *
 * @param unit as a page shows it; null for a pure number
 * @returns the unit for a file; null for a pure number (sigma is one); unknown units unchanged
 */
export function astropyUnit(unit: string | null): string | null {
  if (unit === null) return null;
  return Object.hasOwn(SPELLINGS, unit) ? (SPELLINGS[unit] ?? null) : unit;
}

/**
 * The spelling of the VOUnit standard (1.0, section 2), which VOTable 1.4 asks for: pixel, and ** before a power.
 *
 * @param unit as a page shows it; null for a pure number
 * @returns the unit for a VOTable; null for a pure number
 */
export function votableUnit(unit: string | null): string | null {
  const spelled = astropyUnit(unit);
  return spelled?.replaceAll(/\bpix(?=\d|\b)/g, "pixel").replaceAll(/([A-Za-z])(-?\d+)/g, "$1**$2") ?? null;
}
