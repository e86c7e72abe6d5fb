"use client";
// The pixels that a view needs: one question at a time, of the latest view.
import { useEffect, useRef, useState } from "react";
import type { Region } from "./plane-canvas";
import type { RegionBox } from "./plane-view";

type Ask = (box: RegionBox) => Promise<Region>;

export function useRegion(box: RegionBox | null, onRegion: Ask): { region: Region | null; failure: string | null } {
  const [got, setGot] = useState<{ region: Region | null; failure: string | null }>({ region: null, failure: null });
  const wanted = useRef<{ box: RegionBox; ask: Ask } | null>(null);
  const isBusy = useRef(false);
  const isMounted = useRef(true);
  const key = box ? `${box.x0} ${box.x1} ${box.y0} ${box.y1} ${box.bin}` : "";

  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the box
  useEffect(() => {
    wanted.current = box ? { box, ask: onRegion } : null;
    if (isBusy.current) return;
    isBusy.current = true;
    void serve().finally(() => {
      isBusy.current = false;
    });
    async function serve() {
      while (wanted.current && isMounted.current) {
        const { box: asked, ask } = wanted.current;
        wanted.current = null;
        const next = await ask(asked).then(
          (region) => ({ region, failure: null }),
          (error: unknown) => ({ region: null, failure: error instanceof Error ? error.message : String(error) }),
        );
        if (isMounted.current) setGot(next);
      }
    }
  }, [key, onRegion]);
  return got;
}
