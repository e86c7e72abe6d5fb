"use client";
// [ ] step through exposures, { } through days, , . through detectors. A step that leads nowhere does nothing.
import { useRouter } from "next/navigation";
import { type KeyBinding, useKeys } from "./keys";
import { tellLeaving } from "./leaving";
import { queryAhead } from "./use-url-state";

export interface Steps {
  /** addresses of the previous and the next; null: there is none */
  exposures?: readonly [string | null, string | null];
  days?: readonly [string | null, string | null];
  detectors?: readonly [string | null, string | null];
  /** what [ and ] step through, where it is no exposure: "job" */
  noun?: string;
  /** parameters of the address, as it is when the key is pressed, that go along */
  keeps?: readonly string[];
}

const KEYS = {
  exposures: ["[", "]", "exposure"],
  days: ["{", "}", "day"],
  detectors: [",", ".", "detector"],
} as const;

/** An address with parameters of the present one added. */
export function keptHref(href: string, keeps: readonly string[]): string {
  const [path = "", query = ""] = href.split("?");
  const given = new URLSearchParams(query);
  const present = new URLSearchParams(queryAhead());
  for (const name of keeps) {
    const value = present.get(name);
    if (value !== null && !given.has(name)) given.set(name, value);
  }
  const text = given.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `${path}?${text}` : path;
}

export function StepKeys({ steps }: { steps: Steps }) {
  const router = useRouter();
  const bindings: KeyBinding[] = [];
  for (const subject of ["exposures", "days", "detectors"] as const) {
    const targets = steps[subject];
    if (!targets) continue;
    const [back, forth, usual] = KEYS[subject];
    const noun = subject === "exposures" ? (steps.noun ?? usual) : usual;
    const [previous, next] = targets;
    const go = (href: string | null) => {
      if (!href) return;
      tellLeaving();
      router.push(keptHref(href, steps.keeps ?? []));
    };
    bindings.push({ keys: [back], label: `Previous ${noun}`, run: () => go(previous) });
    bindings.push({ keys: [forth], label: `Next ${noun}`, run: () => go(next) });
  }
  useKeys("Address", bindings);
  return null;
}
