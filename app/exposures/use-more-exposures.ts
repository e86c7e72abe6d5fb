"use client";
// The pages after the first: fetched as the table is scrolled to its end, dropped when the first page changes.
import { useCallback, useState } from "react";
import { z } from "zod";
import type { ExposureRow } from "@/lib/queries/exposures";
import { ask, RefusedError } from "../_shell/api";

interface Page {
  rows: ExposureRow[];
  next: string | null;
}

const pageSchema = z.object({
  rows: z.array(z.custom<ExposureRow>((row) => typeof row === "object")),
  next: z.string().nullable(),
});

const SERVER_PARAMETERS = ["instrument", "day", "type", "filter", "program", "status", "mount", "sort", "desc"];

export function useMoreExposures(first: Page, state: Record<string, string>) {
  const [more, setMore] = useState<{ of: Page; rows: ExposureRow[]; next: string | null }>({ of: first, ...first });
  const [isLoading, setLoading] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const current = more.of === first ? more : { of: first, ...first };
  const query = new URLSearchParams(SERVER_PARAMETERS.map((name) => [name, state[name] ?? ""])).toString();

  const onMore = useCallback(async () => {
    if (current.next === null) return;
    setLoading(true);
    setFailure(null);
    try {
      const page = await ask(`/api/v1/exposures?${query}&after=${encodeURIComponent(current.next)}`, pageSchema);
      setMore({ of: first, rows: [...current.rows, ...page.rows], next: page.next });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      setFailure(error.message);
    } finally {
      setLoading(false);
    }
  }, [current, first, query]);
  return { rows: current.rows, hasMore: current.next !== null, isLoading, failure, onMore };
}
