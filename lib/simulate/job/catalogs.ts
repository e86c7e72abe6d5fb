// The catalogues of one difference image: finder, PSF photometry, SExtractor.

import { catalogParquet, finderCatalogText, psfCatalogText } from "./catalog-text";
import { clippedNoise } from "./clipped";
import type { Plane } from "./convolve";
import { type FinderResult, findStars } from "./finder";
import { type FittedSource, fitPsf, type PsfTable, residualImage } from "./photometry";
import type { JobEra, SubtractionNames } from "./products";
import type { JobSettings } from "./settings";
import { segmentSources, sextractorText } from "./sextractor";
import type { World } from "./world";

/** One difference image and what its catalogues need. */
export interface CatalogInput {
  /** NaN where there is no coverage */
  difference: Plane;
  uncertainty: Plane;
  /** image that SExtractor detects on */
  detection: Plane;
  table: PsfTable;
  world: World;
  era: JobEra;
  settings: JobSettings;
}

/** Catalogues as rows and as texts; the names are those of the positive image. */
export interface Catalogs {
  finder: FinderResult;
  fitted: FittedSource[];
  /** role of the product, its name, its bytes */
  files: { role: CatalogRole; name: string; bytes: Uint8Array<ArrayBuffer> }[];
}

export type CatalogRole = "psfcat" | "finder" | "parquet" | "sextractor" | "sepsfcat";

/**
 * Makes all catalogues of an image.
 *
 * @param input image, uncertainty, PSF
 * @param names of the files; null ones are not made
 * @param leftOut roles that are not made
 * @returns rows and files
 */
export function makeCatalogs(
  input: CatalogInput,
  names: SubtractionNames,
  leftOut: ReadonlySet<CatalogRole>,
): Catalogs {
  const { difference, uncertainty, table, settings, world, era } = input;
  const { sigma } = clippedNoise(difference.pixels);
  const fit = { image: difference, uncertainty, sigma, table };
  const finder = findStars(difference, settings.thresholdSigma * sigma, settings.finderFwhmPixels);
  const fitted = finder.sources.map((source) => fitPsf(fit, source));
  const files: Catalogs["files"] = [];
  const add = (role: CatalogRole, name: string | null, make: () => string | Uint8Array<ArrayBuffer>) => {
    if (name === null || leftOut.has(role)) return;
    const made = make();
    files.push({ role, name, bytes: typeof made === "string" ? new TextEncoder().encode(made) : made });
  };
  add("psfcat", names.psfcat, () => psfCatalogText(fitted, world, era));
  add("finder", names.finder, () => finderCatalogText(finder.sources, era));
  add("parquet", names.parquet, () => catalogParquet(fitted, finder.sources, world));
  if (leftOut.has("sextractor") && (names.sepsfcat === null || leftOut.has("sepsfcat")))
    return { finder, fitted, files };
  const segmented = segmentSources(input.detection, clippedNoise(input.detection.pixels).sigma, difference);
  add("sextractor", names.sextractor, () => sextractorText(segmented, sigma, world));
  add("sepsfcat", names.sepsfcat, () =>
    psfCatalogText(
      segmented.map((source) => fitPsf(fit, source)),
      world,
      era,
    ),
  );
  return { finder, fitted, files };
}

/**
 * The image without its fitted sources.
 *
 * @param input of makeCatalogs
 * @param fitted its rows
 * @returns same unit
 */
export function catalogResidual({ difference, table }: CatalogInput, fitted: readonly FittedSource[]): Plane {
  return residualImage(difference, fitted, table);
}
