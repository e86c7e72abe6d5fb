// Colours of mask planes: the first twelve planes of an image have one each, further ones begin again.
import type { ImageDescription } from "@/lib/images/description";
import { isLayerShown } from "./viewer-parameters";

const COLORS: readonly (readonly [number, number, number])[] = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
  [160, 90, 255],
  [255, 80, 80],
  [120, 220, 60],
  [0, 220, 220],
  [190, 140, 90],
];

export interface MaskPlane {
  name: string;
  bit: number;
  color: readonly [number, number, number];
  /** id among the layers of the address */
  layer: string;
  isShown: boolean;
}

/** The planes of an image with their colours, in the order of their bits. */
export function maskPlanesOf(description: ImageDescription, over: string): MaskPlane[] {
  return description.maskPlanes
    .toSorted((a, b) => a.bit - b.bit)
    .map(({ name, bit }, index) => {
      const layer = `mask.${name}`;
      const color = COLORS[index % COLORS.length] ?? [255, 255, 255];
      return { name, bit, color, layer, isShown: isLayerShown(over, layer, true) };
    });
}
