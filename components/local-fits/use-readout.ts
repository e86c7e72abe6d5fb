"use client";
// The value of the pixel that is pointed at; what was asked for a pixel left meanwhile is dropped.
import { useEffect, useState } from "react";

export interface PixelPlace {
  x: number;
  y: number;
}

export interface PixelReading {
  /** the value with all its digits */
  text: string;
  /** where its middle is on the sky; null without a celestial WCS */
  sky: string | null;
}

type Ask = (place: PixelPlace) => Promise<PixelReading>;

export function useReadout(place: PixelPlace | null, onValue: Ask) {
  const [read, setRead] = useState<{ place: PixelPlace; reading: PixelReading; of: Ask } | null>(null);
  const x = place?.x;
  const y = place?.y;
  useEffect(() => {
    if (x === undefined || y === undefined) return;
    let isWanted = true;
    onValue({ x, y })
      .catch((error: unknown) => ({ text: `■ ${error instanceof Error ? error.message : String(error)}`, sky: null }))
      .then((reading) => {
        if (isWanted) setRead({ place: { x, y }, reading, of: onValue });
      });
    return () => {
      isWanted = false;
    };
  }, [x, y, onValue]);
  const isRead = read?.place.x === x && read?.place.y === y && read?.of === onValue;
  return isRead ? (read?.reading ?? null) : null;
}
