"use client";
// The look of a candidate's stamps, in the address and on keys.
import { useMemo } from "react";
import { COLOR_MAPS } from "../gallery/color-maps";
import { nextOf } from "../gallery/look";
import { CURVES } from "../gallery/stretch";
import { useKeys } from "../ui/keys";
import { useUrlState } from "../ui/use-url-state";
import { CANDIDATE_LOOK_DEFAULTS, type CandidateLook, parseCandidateLook, STAMP_RULES } from "./stamp-look";

export interface CandidateLookState {
  look: CandidateLook;
  set: (patch: Partial<typeof CANDIDATE_LOOK_DEFAULTS>) => void;
}

/** z as in the dataset, s next stretch, a curve, i invert, c colours. */
export function useCandidateLook(): CandidateLookState {
  const [parameters, setParameters] = useUrlState(CANDIDATE_LOOK_DEFAULTS);
  const look = useMemo(() => parseCandidateLook(parameters), [parameters]);
  const set = (patch: Partial<typeof CANDIDATE_LOOK_DEFAULTS>) =>
    setParameters(patch, { shallow: true, replace: true });
  useKeys("Stamps", [
    { keys: ["z"], label: "zscale of the full image, as in the dataset", run: () => set({ stretch: "image" }) },
    { keys: ["s"], label: "Next stretch", run: () => set({ stretch: nextOf(STAMP_RULES, look.rule) }) },
    { keys: ["a"], label: "Next curve", run: () => set({ curve: nextOf(CURVES, look.curve) }) },
    { keys: ["i"], label: "Invert", run: () => set({ invert: look.isInverted ? "no" : "yes" }) },
    { keys: ["c"], label: "Next colours", run: () => set({ map: nextOf(COLOR_MAPS, look.map) }) },
  ]);
  return { look, set };
}
