"use client";
// The exact value under the cursor: from a tile that is here at once, from the source as soon as the cursor rests.
import { useEffect, useState } from "react";
import type { ImageSource, PixelReading } from "./image-source";

/** A cursor that moves on within this asks for nothing. */
const REST_MILLISECONDS = 80;

interface Read {
  source: ImageSource;
  x: number;
  y: number;
  reading: PixelReading | { reason: string };
}

/** null: nothing asked for, or not here yet. */
export function usePixelReading(
  source: ImageSource | null,
  pixel: { x: number; y: number } | null,
): PixelReading | { reason: string } | null {
  const [read, setRead] = useState<Read | null>(null);
  const [x, y] = [pixel?.x, pixel?.y];
  useEffect(() => {
    if (!source || x === undefined || y === undefined) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      source
        .readPixel(x, y)
        .catch((error: unknown) => ({ reason: error instanceof Error ? error.message : String(error) }))
        .then((reading) => {
          if (isWanted) setRead({ source, x, y, reading });
        });
    }, REST_MILLISECONDS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [source, x, y]);
  return read && read.source === source && read.x === x && read.y === y ? read.reading : null;
}
