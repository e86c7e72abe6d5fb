"use client";
// The ranked list, page after page: the next is asked for before the cursor reaches the end.
import { useSearchParams } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import { z } from "zod";
import { type DarkRingRow, darkRingRowSchema } from "@/lib/queries/dark-ring-row";
import type { TriagePage } from "@/lib/queries/triage";

const pageSchema = z.object({
  rings: z.array(darkRingRowSchema),
  next: z.object({ key: z.number(), id: z.string() }).nullable(),
});

export function useMoreRings(first: TriagePage): { rings: DarkRingRow[]; hasMore: boolean; onMore: () => void } {
  const search = useSearchParams();
  const [added, setAdded] = useState<{ to: TriagePage; rings: DarkRingRow[]; next: TriagePage["next"] } | null>(null);
  const isLoading = useRef(false);
  // pages belong to the list they continue: another filter starts anew
  const current = added?.to === first ? added : { to: first, rings: first.rings, next: first.next };

  const onMore = useCallback(async () => {
    if (!current.next || isLoading.current) return;
    isLoading.current = true;
    const query = new URLSearchParams(search);
    query.set("after", `${current.next.key},${current.next.id}`);
    try {
      const response = await fetch(`/api/v1/dark-rings?${query}`);
      if (!response.ok) return;
      const page = pageSchema.parse(await response.json());
      setAdded({ to: current.to, rings: [...current.rings, ...page.rings], next: page.next });
    } catch (error) {
      // the server is away: the next move of the cursor asks again
      if (!(error instanceof TypeError)) throw error;
    } finally {
      isLoading.current = false;
    }
  }, [current, search]);
  return { rings: current.rings, hasMore: current.next !== null, onMore };
}
