"use client";
// Over the stamps: the place in the queue, look, blinking, order of the queue, blind mode, who is judging.
import { Checkbox, NativeSelect } from "@mantine/core";
import { COLOR_MAPS } from "../gallery/color-maps";
import { CURVES } from "../gallery/stretch";
import { CommittedText } from "../ui/committed-text";
import { formatCount } from "../ui/format";
import { STAMP_RULES } from "./stamp-look";
import type { BlinkPair } from "./stamps-grid";
import type { CandidateLookState } from "./use-candidate-look";
import styles from "./vetting.module.css";

interface VettingState {
  filter: string;
  person: string;
  with: string;
  order: string;
  blind: string;
}

export interface VettingControlsProps {
  state: VettingState;
  onState: (patch: Partial<VettingState>) => void;
  look: CandidateLookState;
  blink: BlinkPair;
  onBlink: (pair: "images" | "algorithms") => void;
  place: { index: number; count: number; hasMore: boolean; isLoading: boolean };
  candidateId: string;
  /** its verdict */
  label: string | null;
}

const RULE_WORDS: Record<string, string> = { image: "full image" };
const MAPS = COLOR_MAPS.map((value) => ({ value, label: value }));

function LookFields({ look: { look, set } }: Pick<VettingControlsProps, "look">) {
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

export function VettingControls(props: VettingControlsProps) {
  const { state, onState, look, blink, onBlink, place, candidateId, label } = props;
  const isRandom = state.order !== "";
  return (
    <div className={styles.bar}>
      <span className="mono">
        {place.isLoading
          ? "◌ queue"
          : `${formatCount(place.index + 1)} / ${formatCount(place.count)}${place.hasMore ? "+" : ""}`}
      </span>
      <h1 className="mono">{candidateId}</h1>
      {label === null ? <span className={styles.dim}>not judged</span> : <span className={styles.said}>{label}</span>}
      <span data-grow />
      <LookFields look={look} />
      <Checkbox
        label="blink images"
        title="science and reference (b)"
        checked={blink === "images"}
        onChange={() => onBlink("images")}
      />
      <Checkbox
        label="blink ZOGY / SFFT"
        title="differences, score images and uncertainties of both (v)"
        checked={blink === "algorithms"}
        onChange={() => onBlink("algorithms")}
      />
      <Checkbox
        label="random"
        title={isRandom ? `random order, seed ${state.order}` : "random order, the same for everybody"}
        checked={isRandom}
        onChange={() => onState({ order: isRandom ? "" : "1" })}
      />
      <Checkbox
        label="blind"
        title="labels, truth, scores and what others said are hidden (h)"
        checked={state.blind === "1"}
        onChange={() => onState({ blind: state.blind === "1" ? "" : "1" })}
      />
      <CommittedText label="Your name" value={state.person} width={96} onCommit={(person) => onState({ person })} />
      <CommittedText
        label="Second reader"
        value={state.with}
        width={104}
        onCommit={(name) => onState({ with: name })}
      />
    </div>
  );
}
