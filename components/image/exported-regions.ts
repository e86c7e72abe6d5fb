// The marks over an image as regions of one frame: layers that are shown, amplifiers, and what was drawn by hand.
import type { ImageDescription } from "@/lib/images/description";
import { measurePixel } from "@/lib/readers/fits/wcs/measure-pixel";
import type { SkyRegion } from "@/lib/tables/sky-region";
import type { OverlayLayer } from "./panel-models";
import { onSky, regionCorners } from "./region-path";
import { icrsOf } from "./sky";
import { isLayerShown, type Quad } from "./viewer-parameters";

interface Box {
  name: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A half-open box of pixels with its outer edges. */
function boxRegion({ name, x0, y0, x1, y1 }: Box, color: string): SkyRegion {
  const points = [[(x0 + x1 - 1) / 2, (y0 + y1 - 1) / 2]] as const;
  return { frame: "image", shape: "box", points, sizes: [x1 - x0, y1 - y0], angleDeg: 0, text: name || null, color };
}

function drawnRegion({ tool, quad }: { tool: "line" | "box"; quad: Quad }): SkyRegion {
  const [x0, y0, x1, y1] = quad;
  if (tool === "line") {
    const points = [[x0, y0] as const, [x1, y1] as const];
    return { frame: "image", shape: "line", points, sizes: [], angleDeg: 0, text: null, color: "magenta" };
  }
  const box = {
    name: "",
    x0: Math.min(x0, x1),
    y0: Math.min(y0, y1),
    x1: Math.max(x0, x1) + 1,
    y1: Math.max(y0, y1) + 1,
  };
  return boxRegion(box, "magenta");
}

/** Image coordinates of a region of the sky: its outline as a polygon, for shapes keep no shape on a distorted sky. */
function onImage(region: SkyRegion, description: ImageDescription): SkyRegion | null {
  if (region.frame === "image") return region;
  const corners = regionCorners(region, icrsOf(description));
  if (!corners) return null;
  const isExtended = region.sizes.length > 0;
  return {
    ...region,
    frame: "image",
    shape: isExtended ? "polygon" : region.shape,
    points: corners,
    sizes: [],
    angleDeg: 0,
  };
}

/**
 * @param viewer what the address says is shown, and the box or line drawn
 * @param frame of the regions; those that have no place in it are left out
 */
export function exportedRegions(
  description: ImageDescription,
  layers: readonly OverlayLayer[],
  viewer: { parameters: { over: string }; measured: { tool: "line" | "box"; quad: Quad } | null },
  frame: SkyRegion["frame"],
): SkyRegion[] {
  const { over } = viewer.parameters;
  const regions: SkyRegion[] = [];
  for (const { id, regions: marks, isShownAtFirst = true } of layers) {
    if (isLayerShown(over, id, isShownAtFirst)) regions.push(...marks);
  }
  if (isLayerShown(over, "amplifiers", true)) {
    regions.push(...description.amplifiers.map((amplifier) => boxRegion(amplifier, "yellow")));
  }
  if (isLayerShown(over, "detectors", true)) {
    regions.push(...description.detectors.map((detector) => boxRegion(detector, "cyan")));
  }
  if (viewer.measured) regions.push(drawnRegion(viewer.measured));
  if (frame === "image") return regions.flatMap((region) => onImage(region, description) ?? []);
  const wcs = icrsOf(description);
  return regions.flatMap((region) => {
    const [x = 0, y = 0] = region.points[0] ?? [];
    const pixel = wcs && region.frame === "image" ? measurePixel(wcs, x, y) : null;
    if (region.frame === "image" && !pixel) return [];
    return onSky(region, wcs, pixel?.pixelScaleArcsec ?? 1, pixel?.northAngleDeg ?? 0) ?? [];
  });
}
