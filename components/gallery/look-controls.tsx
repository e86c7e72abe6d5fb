"use client";
// The look of all stamps of a page: limits, curve, colours, inversion, one stretch for all or one each.
import { Checkbox, NativeSelect } from "@mantine/core";
import { useMemo } from "react";
import { useKeys } from "../ui/keys";
import { useUrlState } from "../ui/use-url-state";
import { COLOR_MAPS } from "./color-maps";
import { CurveAndColours } from "./curve-and-colours";
import styles from "./gallery.module.css";
import { LOOK_DEFAULTS, type Look, type LookParameters, nextOf, parseLook } from "./look";
import { CURVES, LIMIT_RULES } from "./stretch";

const SHALLOW = { shallow: true, replace: true };

export interface LookState {
  look: Look;
  parameters: LookParameters;
  set: (patch: Partial<LookParameters>) => void;
}

/** The look in the address, with its keys: s stretch, a curve, i invert, c colours, x one stretch for all or one each. */
export function useLook(): LookState {
  const [parameters, setParameters] = useUrlState<LookParameters>(LOOK_DEFAULTS);
  const look = useMemo(() => parseLook(parameters), [parameters]);
  const set = (patch: Partial<LookParameters>) => setParameters(patch, SHALLOW);
  useKeys("Stamps", [
    { keys: ["s"], label: "Next stretch", run: () => set({ stretch: nextOf(LIMIT_RULES, look.rule) }) },
    { keys: ["a"], label: "Next curve", run: () => set({ curve: nextOf(CURVES, look.curve) }) },
    { keys: ["i"], label: "Invert", run: () => set({ invert: look.isInverted ? "no" : "yes" }) },
    { keys: ["c"], label: "Next colours", run: () => set({ map: nextOf(COLOR_MAPS, look.map) }) },
    {
      keys: ["x"],
      label: "One stretch for all, or one each",
      run: () => set({ scope: look.isShared ? "each" : "all" }),
    },
  ]);
  return { look, parameters, set };
}

export function LookControls({ state }: { state: LookState }) {
  const { look, set } = state;
  return (
    <div className={styles.controls}>
      <NativeSelect
        aria-label="Stretch"
        title="which values are black and white (s)"
        data={[...LIMIT_RULES]}
        value={look.rule}
        onChange={(event) => set({ stretch: event.currentTarget.value })}
        size="xs"
        w={104}
      />
      <CurveAndColours look={look} set={set} />
      <Checkbox
        label="invert"
        title="low values bright (i)"
        checked={look.isInverted}
        onChange={() => set({ invert: look.isInverted ? "no" : "yes" })}
      />
      <Checkbox
        label="shared"
        title="one width of limits for all stamps, about the median of each (x)"
        checked={look.isShared}
        onChange={() => set({ scope: look.isShared ? "each" : "all" })}
      />
    </div>
  );
}
