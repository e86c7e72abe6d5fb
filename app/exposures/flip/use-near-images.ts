"use client";
// The images about the cursor of a list: the one under it, those made ready beside it, and how far they are.
import { useMemo, useState } from "react";
import { type LoadedImage, useImageSources, withStatistic } from "@/app/_images/use-image-source";
import type { ImageSource } from "@/components/image/image-source";
import { NOTHING_AHEAD } from "@/components/image/use-preload-ahead";
import type { Statistic } from "@/lib/images/description";
import type { FlipRow } from "@/lib/queries/flip-through";

/** Images made ready on the side that one is moving to, and on the other. */
const STANDING = { ahead: 3, behind: 1 };
/** A round of a short list; of a long one what comes next. */
const PLAYING = { ahead: 12, behind: 0 };

/** Rows about the cursor that have an image, the nearest first, the one under it at the front; round the ends. */
function nearRows(rows: readonly FlipRow[], index: number, direction: 1 | -1 | null): FlipRow[] {
  const { ahead, behind } = direction === null ? STANDING : PLAYING;
  const onward = direction ?? 1;
  const steps = [0, ...Array.from({ length: ahead }, (_, i) => onward * (i + 1))];
  steps.splice(2, 0, ...Array.from({ length: behind }, (_, i) => -onward * (i + 1)));
  const found = steps.flatMap((step) => rows.at((index + step) % rows.length) ?? []);
  return [...new Set(found)].filter((row) => row.isThere);
}

/** @param direction of the blinking; null: standing */
export function useNearImages(
  rows: readonly FlipRow[],
  place: { index: number; direction: 1 | -1 | null },
  statistic: Statistic,
) {
  const [progress, setProgress] = useState(NOTHING_AHEAD);
  const row = rows[place.index];
  const near = nearRows(rows, place.index, place.direction);
  const sources = useImageSources(near.map(({ id }) => withStatistic(id, statistic)));
  const images = new Map(near.map((one, i): [FlipRow, LoadedImage] => [one, sources[i]]));
  const here = near.flatMap((one) => {
    const source = images.get(one);
    return one !== row && source && "description" in source ? [source] : [];
  });
  const key = here.map(({ description }) => description.key).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the images
  const ahead = useMemo<readonly ImageSource[]>(() => here, [key]);
  const onItsWay = near.filter((one) => one !== row && images.get(one) === undefined).length;
  /** without an image, or with one that cannot be had: nothing to wait for */
  const isReady = (one: FlipRow) => {
    if (!one.isThere) return true;
    const source = images.get(one);
    return source !== undefined && (!("description" in source) || progress.ready.has(source.description.key));
  };
  // until the viewer has looked at this list, none of it is known to be ready
  const known = progress.of === ahead ? progress : { ready: new Set(), wanted: ahead.length };
  const round = { ready: known.ready.size, wanted: onItsWay + known.wanted };
  return { shown: row && images.get(row), ahead, onAhead: setProgress, isReady, round };
}
