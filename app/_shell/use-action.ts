"use client";
// A button that asks the server for something: busy while it waits, the refusal in words afterwards.
import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { RefusedError } from "./api";

export interface Action {
  /** runs the work, then shows the page anew */
  run: (work: () => Promise<void>) => Promise<void>;
  isBusy: boolean;
  /** one line; null: nothing went wrong */
  failure: string | null;
}

export function useAction(): Action {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = useCallback(
    async (work: () => Promise<void>) => {
      setBusy(true);
      setFailure(null);
      try {
        await work();
        router.refresh();
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        setFailure(error.message);
      } finally {
        setBusy(false);
      }
    },
    [router],
  );
  return { run, isBusy, failure };
}
