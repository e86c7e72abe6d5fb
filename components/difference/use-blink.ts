"use client";
// Which stamps blink, on keys: science with reference, or each product of ZOGY with that of SFFT.
import { useState } from "react";
import { useKeys } from "../ui/keys";
import type { BlinkPair } from "./stamps-grid";

export interface Blink {
  pair: BlinkPair;
  /** starts the blinking of a pair, or ends it */
  toggle: (pair: "images" | "algorithms") => void;
}

/** b blinks science and reference, v ZOGY and SFFT. */
export function useBlink(): Blink {
  const [pair, setPair] = useState<BlinkPair>(null);
  const toggle = (wanted: "images" | "algorithms") => setPair((before) => (before === wanted ? null : wanted));
  useKeys("Stamps", [
    { keys: ["b"], label: "Blink science and reference", run: () => toggle("images") },
    { keys: ["v"], label: "Blink ZOGY and SFFT", run: () => toggle("algorithms") },
  ]);
  return { pair, toggle };
}
