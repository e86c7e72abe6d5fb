"use client";
// Over the stamps: the place in the queue, look, blinking, order of the queue, blind mode, who is judging.
import { Checkbox } from "@mantine/core";
import { CommittedText } from "../ui/committed-text";
import { formatCount } from "../ui/format";
import { StampControls } from "./stamp-controls";
import type { Blink } from "./use-blink";
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
  blink: Blink;
  place: { index: number; count: number; hasMore: boolean; isLoading: boolean };
  candidateId: string;
  /** its verdict */
  label: string | null;
}

export function VettingControls(props: VettingControlsProps) {
  const { state, onState, look, blink, place, candidateId, label } = props;
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
      <StampControls look={look} blink={blink} />
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
