// A bar of a round length, on the sky where its scale is known.

export interface ScaleBar {
  /** CSS pixels */
  width: number;
  text: string;
}

/** The largest of 1, 2 and 5 times a power of ten that is not above `most`. */
function roundBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2].find((factor) => factor * power <= most) ?? 1) * power;
}

/** Angles are round in their own units: 30″, not 50; 10′ and 20′. */
const ANGLES = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18_000, 36_000];

function angleText(arcsec: number): string {
  if (arcsec >= 3600) return `${arcsec / 3600}°`;
  return arcsec >= 60 ? `${arcsec / 60}′` : `${Number(arcsec.toPrecision(3))}″`;
}

/**
 * @param zoom CSS pixels a pixel
 * @param pixelArcsec of a pixel; null: the bar counts pixels
 * @param mostWidth CSS pixels
 */
export function scaleBar(zoom: number, pixelArcsec: number | null, mostWidth: number): ScaleBar {
  const pixels = mostWidth / zoom;
  if (pixelArcsec === null || !(pixelArcsec > 0)) {
    const length = Math.max(1, roundBelow(pixels));
    return { width: length * zoom, text: `${length} px` };
  }
  const most = pixels * pixelArcsec;
  const length = most < 1 ? roundBelow(most) : (ANGLES.findLast((angle) => angle <= most) ?? 1);
  return { width: (length / pixelArcsec) * zoom, text: angleText(length) };
}
