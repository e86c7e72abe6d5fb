// From a place on a mosaic to the full-resolution pixels there.
import { exposureHref, queryOf } from "./[instrument]/[exposure]/address";

/** CSS pixels a detector pixel that a zoom through begins with. */
const ZOOM = "1";

/**
 * Address of a detector's page at a place of it, in the stage that the mosaic was made of.
 *
 * @param exposure whose detector
 * @param at name of the detector, 0-based pixel of it, stage; null: the best there is
 */
export function zoomThroughHref(
  exposure: { instrument: string; exposureId: string },
  at: { name: string; x: number; y: number; stage: string | null },
): string {
  const place = `${Math.round(at.x)},${Math.round(at.y)}`;
  return (
    exposureHref(exposure.instrument, exposure.exposureId, at.name) +
    queryOf({ stage: at.stage ?? undefined, at: place, z: ZOOM })
  );
}
