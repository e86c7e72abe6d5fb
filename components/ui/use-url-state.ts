"use client";
// The URL is the state: filters, sort, tab and selection live in the query string, short and readable.
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState, useTransition } from "react";

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
  return params.toString().replaceAll(/%(2C|3A|2F|40|5B|5D|7E)/g, (code) => decodeURIComponent(code));
}

/** The router brings a change back within this, or not at all. */
const LOST_MILLISECONDS = 3000;

/** A change that the router has not brought back yet. */
interface Ahead {
  patch: Record<string, string>;
  defaults: Record<string, string>;
}

/** What is ahead in every component: while the router brings one change back, the address lacks later ones for a moment. */
const allAhead = new Set<{ current: Ahead | null }>();

/** The query string of the address with every change that is ahead. */
export function queryAhead(): string {
  let query = window.location.search;
  for (const { current } of allAhead) if (current) query = patchedQuery(query, current.defaults, current.patch);
  return query.replace(/^\?/, "");
}

/** True when an address says what was changed. */
function hasArrived({ patch, defaults }: Ahead, search: URLSearchParams): boolean {
  return Object.entries(patch).every(([name, value]) => (search.get(name) ?? defaults[name] ?? "") === value);
}

/**
 * Named values in the query string. `defaults` must be a constant of the module. A change shows at once, before the
 * router has carried it through.
 *
 * @returns the values, a setter, and whether the server is still answering the last change
 */
export function useUrlState<T extends Record<string, string>>(defaults: T): [T, SetUrlState<T>, boolean] {
  const search = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [ahead, setAhead] = useState<Ahead | null>(null);
  const latest = useRef<Ahead | null>(null);

  useEffect(() => {
    // the router came back, but with an address that has been left already: a later one is on its way
    const giveUp = () => {
      latest.current = null;
      setAhead(null);
    };
    if (latest.current && !hasArrived(latest.current, new URLSearchParams(search.toString()))) {
      // or none is: a link of the page has led elsewhere
      const timer = setTimeout(giveUp, LOST_MILLISECONDS);
      return () => clearTimeout(timer);
    }
    giveUp();
  }, [search]);

  useEffect(() => {
    allAhead.add(latest);
    // Back: what was ahead is given up
    const onBack = () => {
      latest.current = null;
      setAhead(null);
    };
    window.addEventListener("popstate", onBack);
    return () => {
      allAhead.delete(latest);
      window.removeEventListener("popstate", onBack);
    };
  }, []);

  const state = useMemo(() => {
    const values: Record<string, string> = {};
    for (const name of Object.keys(defaults)) values[name] = search.get(name) ?? defaults[name] ?? "";
    return { ...values, ...ahead?.patch } as T;
  }, [search, defaults, ahead]);

  const setState = useCallback<SetUrlState<T>>(
    (given, options = {}) => {
      const named = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === "string");
      const patch = { ...latest.current?.patch, ...Object.fromEntries(named) };
      latest.current = { patch, defaults };
      setAhead(latest.current);
      const query = queryAhead();
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
