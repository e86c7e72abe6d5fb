// How a detector was read out: where each amplifier's data and overscan lie in the file, and where they go in the detector.

import { findCamera, findDetector, lsstAmplifiers, lsstRawLayout } from "@/lib/cameras";
import type { FitsFile, Section } from "@/lib/readers/fits";
import {
  hscAmplifiers,
  kastColumns,
  lsstPhysicalTypeOf,
  parseSection,
  rawSections,
  scaledSegmentSize,
  segmentHdus,
  type TranslatedImage,
} from "@/lib/readers/surveys";

/** One amplifier of a raw file. */
export interface AmplifierReadout {
  name: string;
  /** null when the file has no HDU of this amplifier */
  hdu: number | null;
  /** pixels of the raw image */
  data: Section;
  /** columns of the raw image; null where there is no overscan beside the data */
  overscan: { x0: number; x1: number } | null;
  /** flip the data section, then place it */
  flipX: boolean;
  flipY: boolean;
  /** in the assembled detector */
  x0: number;
  y0: number;
  /** electron/adu */
  gain: number | null;
  /** adu of the raw pixel */
  saturation: number | null;
}

/** Electron/adu that the Kast pipelines declare for the blue camera (PypeIt, shane_kast.py); the red one changed over the years. */
const KAST_BLUE_GAIN = 1.2;
/** Raw Kast pixels are unsigned 16-bit integers. */
const KAST_SATURATION_ADU = 65_535;

/**
 * The amplifiers of a raw image.
 *
 * @param file the file
 * @param image what the survey reader made of it
 * @param instrument of the exposure
 * @returns amplifiers in readout order; null when nothing tells how the image was read out
 */
export function readoutOf(file: FitsFile, image: TranslatedImage, instrument: string): AmplifierReadout[] | null {
  if (segmentHdus(file).size > 0) return lsstReadout(file, image, instrument);
  const header = file.hdus[image.hdu]?.header;
  const shape = file.hdus[image.hdu]?.shape ?? [];
  if (!header) return null;
  const rawSize = { width: shape.at(-1) ?? 0, height: shape.at(-2) ?? 0 };
  if (instrument === "Kast") return kastReadout(header, rawSize, image);
  if (instrument === "HSC") return hscReadout(header, image);
  return sectionReadout(header, rawSize, image);
}

type ImageHeader = FitsFile["hdus"][number]["header"];

function lsstReadout(file: FitsFile, image: TranslatedImage, instrument: string): AmplifierReadout[] | null {
  const physicalType = lsstPhysicalTypeOf(file, instrument, image.detectorName);
  if (physicalType === null) return null;
  const camera = findCamera(instrument);
  const detector = camera ? findDetector(camera, image.detectorName) : null;
  const layout = lsstRawLayout(physicalType);
  const places = lsstAmplifiers(physicalType, scaledSegmentSize(file));
  const segments = segmentHdus(file);
  // some wavefront halves name their segments 00 to 07: then the readout order counts
  const isNamed = places.some(({ name }) => segments.has(name));
  const inOrder = [...segments.values()];
  return places.map((place, index) => {
    const hdu = isNamed ? segments.get(place.name) : inOrder[index];
    const known = detector?.amplifiers.find(({ name }) => name === place.name);
    const rawWidth = hdu?.shape.at(-1) ?? layout.raw.width;
    const told = parseSection(hdu?.header.getText("DATASEC") ?? null, rawWidth, hdu?.shape.at(-2) ?? layout.raw.height);
    const isSameSize = told && told.x1 - told.x0 === place.width && told.y1 - told.y0 === place.height;
    const { data } = layout;
    const box = { x0: data.x0, x1: data.x0 + data.width, y0: data.y0, y1: data.y0 + data.height };
    const section = isSameSize ? told : box;
    return {
      name: place.name,
      hdu: hdu?.index ?? null,
      data: section,
      overscan: rawWidth > section.x1 ? { x0: section.x1, x1: rawWidth } : null,
      flipX: place.flipX,
      flipY: place.flipY,
      x0: place.x0,
      y0: place.y0,
      gain: known?.gain ?? null,
      saturation: known?.saturation ?? null,
    };
  });
}

function kastReadout(header: ImageHeader, rawSize: Size, image: TranslatedImage): AmplifierReadout[] | null {
  const columns = kastColumns([header], rawSize.width);
  return (
    columns?.map(({ dataStart, dataWidth, overscanStart, overscanWidth }, index) => ({
      name: String(index),
      hdu: image.hdu,
      data: { x0: dataStart, x1: dataStart + dataWidth, y0: 0, y1: rawSize.height },
      overscan: { x0: overscanStart, x1: overscanStart + overscanWidth },
      flipX: false,
      flipY: false,
      x0: dataStart,
      y0: 0,
      gain: image.detectorName === "blue" ? KAST_BLUE_GAIN : null,
      saturation: KAST_SATURATION_ADU,
    })) ?? null
  );
}

function hscReadout(header: ImageHeader, image: TranslatedImage): AmplifierReadout[] | null {
  const amplifiers = hscAmplifiers([header]);
  const known = findDetector(findCamera("HSC")!, image.detector)?.amplifiers;
  let x = 0;
  return (
    amplifiers?.map(({ data, overscan, gain }, index) => {
      const x0 = x;
      x += data.x1 - data.x0;
      return {
        name: String(index),
        hdu: image.hdu,
        data,
        overscan,
        flipX: false,
        flipY: false,
        x0,
        y0: 0,
        gain: gain ?? known?.[index]?.gain ?? null,
        saturation: known?.[index]?.saturation ?? null,
      };
    }) ?? null
  );
}

interface Size {
  width: number;
  height: number;
}

/** One amplifier with DATASEC and BIASSEC in the image's own header. */
function sectionReadout(header: ImageHeader, rawSize: Size, image: TranslatedImage): AmplifierReadout[] | null {
  const sections = rawSections([header], rawSize);
  const { data } = sections ?? { data: { x0: 0, x1: 0, y0: 0, y1: 0 } };
  const isSameSize = data.x1 - data.x0 === image.width && data.y1 - data.y0 === image.height;
  if (!sections || !isSameSize) return null;
  const gain = header.getNumber("GAIN");
  const saturation = header.getNumber("SATURATE");
  return [
    {
      name: header.getText("AMPNAME") ?? "0",
      hdu: image.hdu,
      ...sections,
      flipX: false,
      flipY: false,
      x0: 0,
      y0: 0,
      gain: gain !== null && gain > 0 ? gain : null,
      saturation: saturation !== null && saturation > 0 ? saturation : null,
    },
  ];
}
