"use client";
// [ ] step through exposures, { } through days, , . through detectors. A step that leads nowhere does nothing.
import { useRouter } from "next/navigation";
import { type KeyBinding, useKeys } from "./keys";

export interface Steps {
  /** addresses of the previous and the next; null: there is none */
  exposures?: readonly [string | null, string | null];
  days?: readonly [string | null, string | null];
  detectors?: readonly [string | null, string | null];
}

const KEYS = {
  exposures: ["[", "]", "exposure"],
  days: ["{", "}", "day"],
  detectors: [",", ".", "detector"],
} as const;

export function StepKeys({ steps }: { steps: Steps }) {
  const router = useRouter();
  const bindings: KeyBinding[] = [];
  for (const subject of ["exposures", "days", "detectors"] as const) {
    const targets = steps[subject];
    if (!targets) continue;
    const [back, forth, noun] = KEYS[subject];
    const [previous, next] = targets;
    bindings.push({ keys: [back], label: `Previous ${noun}`, run: () => previous && router.push(previous) });
    bindings.push({ keys: [forth], label: `Next ${noun}`, run: () => next && router.push(next) });
  }
  useKeys("Address", bindings);
  return null;
}
