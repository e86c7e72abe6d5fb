"use client";
// The focal plane of the exposure under the cursor, small, where a run has made its mosaic ×64.
import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import Link from "next/link";
import { defaultImageLook } from "@/components/gallery/look";
import { StampCanvas } from "@/components/gallery/stamp-canvas";
import { overviewTile } from "@/components/image/overview";
import { limitsUnder } from "@/components/image/panel-models";
import { exposureHref } from "@/components/navigator/exposure-columns";
import { PREVIEW_MEDIA, PREVIEW_SIDE } from "@/components/navigator/exposure-preview";
import { sourceText } from "@/lib/images/source-text";
import { useImageSource } from "../_images/use-image-source";

/** Rows that the cursor runs over ask for nothing. */
const REST_MILLISECONDS = 150;
const LOOK = { rule: "zscale", curve: "linear", map: "grey", isInverted: false, isShared: false } as const;

export function MosaicPreview({ exposure }: { exposure: { instrument: string; exposureId: string } }) {
  const { instrument, exposureId } = exposure;
  const isSeen = useMediaQuery(PREVIEW_MEDIA);
  const text = sourceText({ kind: "exposure", instrument, exposureId, detector: null, stage: "mosaic64", runId: null });
  const [rested] = useDebouncedValue(text, REST_MILLISECONDS);
  const source = useImageSource(isSeen && rested === text ? text : null);
  if (!source || !("description" in source)) return null;
  const { description } = source;
  // the coarsest level is one tile
  const tile = overviewTile(source, { level: description.levels - 1, column: 0, row: 0, plane: "mean" });
  if (!tile) return null;
  return (
    <Link href={`${exposureHref(exposure)}?tab=images&mosaic=mosaic64`}>
      <StampCanvas
        image={{ ...tile, pixels: Float32Array.from(tile.pixels) }}
        limits={limitsUnder(description, defaultImageLook(description.isSigned))}
        look={LOOK}
        side={PREVIEW_SIDE}
        height={Math.round((PREVIEW_SIDE * tile.height) / tile.width)}
        label={`Focal plane of ${description.name}`}
      />
    </Link>
  );
}
