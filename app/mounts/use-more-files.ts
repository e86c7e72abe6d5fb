"use client";
// Pages of a mount's files after the first: fetched as the table is scrolled to its end.
import { useCallback, useState } from "react";
import { z } from "zod";
import type { MountFile } from "@/components/mounts/file-columns";
import { ask, RefusedError } from "../_shell/api";

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
  const [failure, setFailure] = useState<string | null>(null);
  const current = more.of === first ? more : { of: first, ...first };
  const onMore = useCallback(async () => {
    if (current.next === null) return;
    const query = new URLSearchParams({ state, after: current.next });
    setLoading(true);
    setFailure(null);
    try {
      const page = await ask(`/api/v1/mounts/${mountId}/files?${query}`, pageSchema);
      setMore({ of: first, rows: [...current.rows, ...page.rows], next: page.next });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      setFailure(error.message);
    } finally {
      setLoading(false);
    }
  }, [current, first, mountId, state]);
  return { rows: current.rows, hasMore: current.next !== null, isLoading, failure, onMore };
}
