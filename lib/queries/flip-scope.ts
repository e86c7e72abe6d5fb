// What there is to flip through, and what is chosen of it where the address says nothing: the newest night, its mosaics when
// a run has made them, else its first detector.
import "server-only";
import { findCamera } from "@/lib/cameras";
import { pool } from "@/lib/database/client";
import { compareStages } from "@/lib/images/stages";
import { NotFoundError } from "../errors";
import { exposureConditions } from "./exposure-filter";
import { type FlipFilter, FOCAL_PLANE } from "./flip-filter";

export interface FlipDetector {
  detector: number;
  name: string;
}

/** A filter with nothing left open. */
export interface FlipScope {
  instrument: string;
  /** YYYYMMDD or YYYYMM; null: all days */
  day: number | null;
  /** whose detectors are the rows; null: the rows are exposures */
  exposureId: string | null;
  /** shown of each exposure; null: the focal plane, or every detector of exposureId */
  detector: FlipDetector | null;
  stage: string;
  /** in the order of processing; the chosen one is among them */
  stages: string[];
  detectors: FlipDetector[];
  filter: FlipFilter;
}

/** Detectors and stages are looked for in so many exposures of the scope: those of a night are alike. */
const LOOKED_AT = 300;

const BEST_STAGES = ["post_isr", "image", "raw", "mosaic8", "mosaic64"];

/**
 * Fills what a filter leaves open.
 *
 * @returns null when no exposure passes the filter
 * @throws NotFoundError when the instrument has no such detector
 */
export async function findFlipScope(filter: FlipFilter): Promise<FlipScope | null> {
  const newest = await findNewest(filter);
  if (!newest) return null;
  const day = filter.exposures.day ?? (filter.isAllDays || filter.exposure !== undefined ? null : newest.dayObs);
  const exposures = { ...filter.exposures, instrument: newest.instrument, day: day ?? undefined };
  const closed = { ...filter, exposures };
  const { detectors, ofDetectors, ofFocalPlane } = await listContents(closed);
  const isByDetector = filter.exposure !== undefined;
  const detector = isByDetector ? null : chooseDetector(closed, detectors, ofFocalPlane.length > 0);
  const found = (isByDetector || detector ? ofDetectors : ofFocalPlane).sort(compareStages);
  const stage = filter.stage ?? BEST_STAGES.find((best) => found.includes(best)) ?? found[0] ?? "mosaic8";
  const stages = found.includes(stage) ? found : [...found, stage].sort(compareStages);
  const exposureId = filter.exposure === undefined ? null : String(filter.exposure);
  return { instrument: newest.instrument, day, exposureId, detector, stage, stages, detectors, filter: closed };
}

/** Conditions on `exposure`; those on the day hold for a single exposure too. */
export function flipConditions(filter: FlipFilter, values: unknown[]): string {
  const conditions = exposureConditions(filter.exposures, values);
  if (filter.exposure !== undefined) conditions.push(`exposure.exposure_id = $${values.push(filter.exposure)}`);
  return [...conditions, "true"].join(" AND ");
}

async function findNewest(filter: FlipFilter): Promise<{ instrument: string; dayObs: number | null } | null> {
  const values: unknown[] = [];
  const { rows } = await pool().query<{ instrument: string; dayObs: number | null }>(
    `SELECT instrument, day_obs AS "dayObs" FROM exposure WHERE ${flipConditions(filter, values)}
     ORDER BY day_obs DESC NULLS LAST, seq_num DESC NULLS LAST, instrument, exposure_id DESC LIMIT 1`,
    values,
  );
  return rows[0] ?? null;
}

function chooseDetector(filter: FlipFilter, detectors: FlipDetector[], hasMosaics: boolean): FlipDetector | null {
  const { detector: asked } = filter;
  const instrument = filter.exposures.instrument ?? "";
  if (asked === undefined) return hasMosaics ? null : (detectors[0] ?? null);
  if (asked === FOCAL_PLANE) return null;
  const known = detectors.find(({ detector, name }) => name === asked || String(detector) === asked);
  if (known) return known;
  const ofCamera = findCamera(instrument)?.detectors.find(({ id, name }) => name === asked || String(id) === asked);
  if (ofCamera) return { detector: ofCamera.id, name: ofCamera.name };
  throw new NotFoundError({
    place: `detectors of ${instrument}`,
    found: JSON.stringify(asked),
    expected: "the name of a detector, case kept, or * for the focal plane",
  });
}

interface Contents {
  detectors: FlipDetector[];
  ofDetectors: string[];
  ofFocalPlane: string[];
}

/** Detectors and stages of the first exposures of the scope; a raw image can be had with its signature removed as well. */
async function listContents(filter: FlipFilter): Promise<Contents> {
  const values: unknown[] = [];
  const looked = `looked AS (SELECT instrument, exposure_id FROM exposure WHERE ${flipConditions(filter, values)}
    ORDER BY exposure_id LIMIT ${LOOKED_AT})`;
  const { rows } = await pool().query<{ detector: number | null; name: string | null; stages: string[] }>(
    `WITH ${looked}, stage AS (
       SELECT detector, detector_name AS name, product_type AS stage FROM detector_image JOIN looked USING (instrument, exposure_id)
       UNION ALL
       SELECT detector, detector_name, stage FROM image_product JOIN looked USING (instrument, exposure_id))
     SELECT detector, min(name) AS name, array_agg(DISTINCT stage) AS stages FROM stage GROUP BY detector ORDER BY detector`,
    values,
  );
  const stagesOf = (isPart: boolean) => {
    const stages = rows.filter(({ detector }) => (detector !== null) === isPart).flatMap((row) => row.stages);
    return [...new Set(stages.includes("raw") ? [...stages, "post_isr"] : stages)];
  };
  return {
    detectors: rows.flatMap(({ detector, name }) =>
      detector === null ? [] : [{ detector, name: name ?? String(detector) }],
    ),
    ofDetectors: stagesOf(true),
    ofFocalPlane: stagesOf(false),
  };
}
