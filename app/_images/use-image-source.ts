"use client";
// Images by name: the last ones, and those asked for ahead, are kept; whoever shows one is drawn again when it comes.
import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { ImageSource } from "@/components/image/image-source";
import { STATISTICS, type Statistic } from "@/lib/images/description";
import { firstSide } from "./first-side";
import { loadImage } from "./load-image";

/** undefined while it is on its way; a reason when it cannot be had. */
export type LoadedImage = ImageSource | { reason: string } | undefined;

/** Stands between the name of an image and the statistic of its blocks, where that is not the mean. */
const MARK = "#";

/** Name of an image whose first drawing, and limits where it is a mosaic, are of a statistic. */
export function withStatistic(text: string, statistic: Statistic): string {
  return statistic === "mean" ? text : `${text}${MARK}${statistic}`;
}

function partsOf(name: string): { text: string; statistic: Statistic } {
  const [text = "", word] = name.split(MARK);
  return { text, statistic: STATISTICS.find((statistic) => statistic === word) ?? "mean" };
}

/** Each holds the tiles of a first drawing, 4 MB at most. */
const KEPT = 32;

const kept = new Map<string, LoadedImage>();
const arriving = new Map<string, Promise<void>>();
const watchers = new Set<() => void>();
let arrivals = 0;

function tell(): void {
  arrivals++;
  for (const watcher of watchers) watcher();
}

function keep(text: string, image: LoadedImage): void {
  kept.delete(text);
  kept.set(text, image);
  while (kept.size > KEPT) kept.delete(kept.keys().next().value ?? "");
}

/** The picture stays; what happened stands over it. */
function tellTrouble(text: string, trouble: string): void {
  const image = kept.get(text);
  if (!image || !("description" in image) || image.trouble !== undefined) return;
  keep(text, { ...image, trouble });
  tell();
}

function load(text: string): Promise<void> {
  const known = arriving.get(text);
  if (known) return known;
  const { text: image, statistic } = partsOf(text);
  const arrival = loadImage(image, firstSide(window), (trouble) => tellTrouble(text, trouble), statistic)
    .catch((error: unknown) => ({ reason: error instanceof Error ? error.message : String(error) }))
    .then((image) => {
      keep(text, image);
      arriving.delete(text);
      tell();
    });
  arriving.set(text, arrival);
  return arrival;
}

/** Asks for images that will be wanted next. */
export function preloadImages(texts: readonly string[]): void {
  for (const text of texts) {
    const image = kept.get(text);
    if (image) keep(text, image);
    else void load(text);
  }
}

/** Describes an image anew: its file may be another one now. */
export function reopenImage(text: string): void {
  for (const statistic of STATISTICS) kept.delete(withStatistic(text, statistic));
  void load(text);
  tell();
}

/** While another statistic of an image is on its way, the image as it was stays. */
function keptOf(name: string): LoadedImage {
  return kept.get(name) ?? kept.get(partsOf(name).text);
}

/** What is here now, in the order asked; each is asked for. Images that stay are the same objects. */
export function useImageSources(texts: readonly string[]): readonly LoadedImage[] {
  const now = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => arrivals,
    () => 0,
  );
  const names = texts.join("~");
  // biome-ignore lint/correctness/useExhaustiveDependencies: an image that fell out of those kept is asked for again
  useEffect(() => preloadImages(names === "" ? [] : names.split("~")), [names, now]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: arrivals change what is kept
  return useMemo(() => (names === "" ? [] : names.split("~")).map(keptOf), [names, now]);
}

/** One image; null: none is wanted. */
export function useImageSource(text: string | null): LoadedImage {
  return useImageSources(text === null ? [] : [text])[0];
}

/** Those that are here of images asked for ahead: what the viewer makes ready to be shown in one frame. */
export function useImagesAhead(texts: readonly string[]): readonly ImageSource[] {
  const images = useImageSources(texts);
  return useMemo(() => images.filter((image) => image !== undefined && "description" in image), [images]);
}
