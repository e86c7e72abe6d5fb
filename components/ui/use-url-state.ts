"use client";
// The URL is the state: filters, sort, tab and selection live in the query string, short and readable.
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo, useTransition } from "react";

export interface UrlChangeOptions {
  /** no step in the history: for what changes many times in one step of work (typing, moving the cursor) */
  replace?: boolean;
  /** the server has nothing to add: change the address without asking it again */
  shallow?: boolean;
}

export type SetUrlState<T> = (patch: Partial<T>, options?: UrlChangeOptions) => void;

/** The query string with `patch` applied: values equal to their default, or empty, are left out. */
export function patchedQuery(current: string, defaults: Record<string, string>, patch: Record<string, string>): string {
  const params = new URLSearchParams(current);
  for (const [name, value] of Object.entries(patch)) {
    if (value === (defaults[name] ?? "")) params.delete(name);
    else params.set(name, value);
  }
  return params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/**
 * Named values in the query string. `defaults` must be a constant of the module.
 * Returns the values, a setter, and whether the server is still answering the last change.
 */
export function useUrlState<T extends Record<string, string>>(defaults: T): [T, SetUrlState<T>, boolean] {
  const search = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();

  const state = useMemo(() => {
    const values: Record<string, string> = {};
    for (const name of Object.keys(defaults)) values[name] = search.get(name) ?? defaults[name] ?? "";
    return values as T;
  }, [search, defaults]);

  const setState = useCallback<SetUrlState<T>>(
    (patch, options = {}) => {
      const given = Object.entries(patch).filter((entry): entry is [string, string] => typeof entry[1] === "string");
      const query = patchedQuery(window.location.search, defaults, Object.fromEntries(given));
      const href = query ? `${pathname}?${query}` : pathname;
      if (options.shallow) {
        if (options.replace) window.history.replaceState(null, "", href);
        else window.history.pushState(null, "", href);
        return;
      }
      startTransition(() => {
        if (options.replace) router.replace(href, { scroll: false });
        else router.push(href, { scroll: false });
      });
    },
    [defaults, pathname, router],
  );
  return [state, setState, isPending];
}
