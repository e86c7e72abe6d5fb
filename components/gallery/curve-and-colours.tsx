"use client";
// The two choices that every look has: what lies between black and white, and in which colours.
import { NativeSelect } from "@mantine/core";
import { COLOR_MAPS, type ColorMap } from "./color-maps";
import { CURVES, type Curve } from "./stretch";

export interface CurveAndColoursProps {
  look: { curve: Curve; map: ColorMap };
  set: (patch: { curve?: string; map?: string }) => void;
}

export function CurveAndColours({ look, set }: CurveAndColoursProps) {
  return (
    <>
      <NativeSelect
        aria-label="Curve"
        title="what lies between (a)"
        data={[...CURVES]}
        value={look.curve}
        onChange={(event) => set({ curve: event.currentTarget.value })}
        size="xs"
        w={88}
      />
      <NativeSelect
        aria-label="Colours"
        title="colours (c)"
        data={[...COLOR_MAPS]}
        value={look.map}
        onChange={(event) => set({ map: event.currentTarget.value })}
        size="xs"
        w={88}
      />
    </>
  );
}
