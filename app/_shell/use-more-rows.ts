"use client";
// The pages of a list after the first: fetched as its table is scrolled to the end, dropped when the first page changes.
import { useCallback, useState } from "react";
import { z } from "zod";
import { ask, RefusedError } from "./api";

export interface RowPage<Row> {
  rows: Row[];
  /** cursor of the page after; null: this is the last */
  next: string | null;
}

/** @param address of the list, with its query; the cursor is added as `after` */
export function useMoreRows<Row>(first: RowPage<Row>, address: string) {
  const [more, setMore] = useState<RowPage<Row> & { of: RowPage<Row> }>({ of: first, ...first });
  const [isLoading, setLoading] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const current = more.of === first ? more : { of: first, ...first };
  const onMore = useCallback(async () => {
    if (current.next === null) return;
    setLoading(true);
    setFailure(null);
    const schema = z.object({
      rows: z.array(z.custom<Row>((row) => typeof row === "object")),
      next: z.string().nullable(),
    });
    try {
      const page = await ask(`${address}&after=${encodeURIComponent(current.next)}`, schema);
      setMore({ of: first, rows: [...current.rows, ...page.rows], next: page.next });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      setFailure(error.message);
    } finally {
      setLoading(false);
    }
  }, [current, first, address]);
  return { rows: current.rows, hasMore: current.next !== null, isLoading, failure, onMore };
}
