"use client";
// One stretch for a list of images: the limits of the one that is shown, held by hand until each has its own again.
import { useRef } from "react";
import type { ImageDescription } from "@/lib/images/description";
import { limitsUnder } from "../image/panel-models";
import { formatLimits, parseImageLook, type ViewerState } from "../image/viewer-parameters";

const USUAL_STRETCH = "zscale";

/** @param description of the image that is shown; null: it is not here */
export function useOneStretch(state: ViewerState, description: ImageDescription | null) {
  const { parameters, set } = state;
  const before = useRef(USUAL_STRETCH);
  const isOneStretch = parameters.stretch === "manual";
  const toggle = () => {
    if (isOneStretch) {
      set({ stretch: before.current, limits: "" });
      return;
    }
    const limits = description && limitsUnder(description, parseImageLook(parameters, description.isSigned));
    if (!limits) return;
    before.current = parameters.stretch;
    set({ stretch: "manual", limits: formatLimits(limits) });
  };
  return { isOneStretch, toggle };
}
