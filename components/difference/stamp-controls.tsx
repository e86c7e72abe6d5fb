"use client";
// How the stamps of a candidate are looked at: stretch, curve, colours, and what blinks.
import { Checkbox, NativeSelect } from "@mantine/core";
import { CurveAndColours } from "../gallery/curve-and-colours";
import { STAMP_RULES } from "./stamp-look";
import type { Blink } from "./use-blink";
import type { CandidateLookState } from "./use-candidate-look";

export interface StampControlsProps {
  look: CandidateLookState;
  blink: Blink;
}

const RULE_WORDS: Record<string, string> = { image: "full image" };
export function StampControls({ look: { look, set }, blink }: StampControlsProps) {
  return (
    <>
      <NativeSelect
        aria-label="Stretch"
        title="full image: zscale of the full image, as in the published dataset (z); else of each stamp (s)"
        data={STAMP_RULES.map((value) => ({ value, label: RULE_WORDS[value] ?? value }))}
        value={look.rule}
        onChange={(event) => set({ stretch: event.currentTarget.value })}
        size="xs"
        w={104}
      />
      <CurveAndColours look={look} set={set} />
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
