"use client";
// Pages of a mount's files after the first: fetched as the table is scrolled to its end.
import { useCallback, useState } from "react";
import { z } from "zod";
import type { MountFile } from "@/components/mounts/file-columns";
import { ask } from "../_shell/api";

interface Page {
  rows: MountFile[];
  next: string | null;
}

const pageSchema = z.object({
  rows: z.array(z.custom<MountFile>((row) => typeof row === "object")),
  next: z.string().nullable(),
});

export function useMoreFiles(mountId: number, state: string, first: Page) {
  const [more, setMore] = useState<Page & { of: Page }>({ of: first, ...first });
  const [isLoading, setLoading] = useState(false);
  const current = more.of === first ? more : { of: first, ...first };
  const onMore = useCallback(async () => {
    if (current.next === null) return;
    setLoading(true);
    const query = new URLSearchParams({ state, after: current.next });
    const page = await ask(`/api/v1/mounts/${mountId}/files?${query}`, pageSchema).finally(() => setLoading(false));
    setMore({ of: first, rows: [...current.rows, ...page.rows], next: page.next });
  }, [current, first, mountId, state]);
  return { rows: current.rows, hasMore: current.next !== null, isLoading, onMore };
}
