"use client";
// The look of local images: zscale, grey, as is. Kept while the page is open; the address belongs to the page below.
import { useMemo, useState } from "react";
import { COLOR_MAPS } from "@/components/gallery/color-maps";
import { LOOK_DEFAULTS, type LookParameters, nextOf, parseLook } from "@/components/gallery/look";
import type { LookState } from "@/components/gallery/look-controls";
import { CURVES, LIMIT_RULES } from "@/components/gallery/stretch";
import { useKeys } from "@/components/ui/keys";

let kept: LookParameters = { ...LOOK_DEFAULTS, stretch: "zscale", invert: "no", scope: "each" };

export function useLocalLook(): LookState {
  const [parameters, setParameters] = useState(kept);
  const look = useMemo(() => parseLook(parameters), [parameters]);
  const set = (patch: Partial<LookParameters>) => {
    kept = { ...parameters, ...patch };
    setParameters(kept);
  };
  useKeys(
    "Image",
    [
      { keys: ["s"], label: "Next stretch", run: () => set({ stretch: nextOf(LIMIT_RULES, look.rule) }) },
      { keys: ["a"], label: "Linear or asinh", run: () => set({ curve: nextOf(CURVES, look.curve) }) },
      { keys: ["i"], label: "Invert", run: () => set({ invert: look.isInverted ? "no" : "yes" }) },
      { keys: ["c"], label: "Next colours", run: () => set({ map: nextOf(COLOR_MAPS, look.map) }) },
    ],
    { isOfDialog: true },
  );
  return { look, parameters, set };
}
