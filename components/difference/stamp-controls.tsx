"use client";
// How the stamps of a candidate are looked at: stretch, curve, colours, and what blinks.
import { Checkbox, NativeSelect } from "@mantine/core";
import { COLOR_MAPS } from "../gallery/color-maps";
import { CURVES } from "../gallery/stretch";
import { STAMP_RULES } from "./stamp-look";
import type { Blink } from "./use-blink";
import type { CandidateLookState } from "./use-candidate-look";

export interface StampControlsProps {
  look: CandidateLookState;
  blink: Blink;
}

const RULE_WORDS: Record<string, string> = { image: "full image" };
const MAPS = COLOR_MAPS.map((value) => ({ value, label: value }));

function LookFields({ look: { look, set } }: Pick<StampControlsProps, "look">) {
  return (
    <>
      <NativeSelect
        aria-label="Stretch"
        title="full image: zscale of the full image, as in the published dataset (z); else of each stamp (s)"
        data={STAMP_RULES.map((value) => ({ value, label: RULE_WORDS[value] ?? value }))}
        value={look.rule}
        onChange={(event) => set({ stretch: event.currentTarget.value })}
        {...{ size: "xs", w: 104 }}
      />
      <NativeSelect
        aria-label="Curve"
        title="what lies between (a)"
        data={[...CURVES]}
        value={look.curve}
        onChange={(event) => set({ curve: event.currentTarget.value })}
        {...{ size: "xs", w: 92 }}
      />
      <NativeSelect
        aria-label="Colours"
        title="colours (c)"
        data={MAPS}
        value={look.map}
        onChange={(event) => set({ map: event.currentTarget.value })}
        {...{ size: "xs", w: 92 }}
      />
    </>
  );
}

export function StampControls({ look, blink }: StampControlsProps) {
  return (
    <>
      <LookFields look={look} />
      <Checkbox
        label="blink images"
        title="science and reference (b)"
        checked={blink.pair === "images"}
        onChange={() => blink.toggle("images")}
      />
      <Checkbox
        label="blink ZOGY / SFFT"
        title="differences, score images and uncertainties of both (v)"
        checked={blink.pair === "algorithms"}
        onChange={() => blink.toggle("algorithms")}
      />
    </>
  );
}
