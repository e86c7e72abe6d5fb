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

/** The place in the queue, and how much of the queue is here. */
interface QueuePlace {
  index: number;
  count: number;
  hasMore: boolean;
  /** keys wait for it */
  isLoading: boolean;
  /** the rest comes in behind */
  isComing: boolean;
  loadedCount: number;
  /** null: being counted */
  total: { total: number; isAbout: boolean } | null;
}

export interface VettingControlsProps {
  state: VettingState;
  onState: (patch: Partial<VettingState>) => void;
  look: CandidateLookState;
  blink: Blink;
  place: QueuePlace;
  candidateId: string;
  /** its verdict */
  label: string | null;
}

function placeWords(place: QueuePlace, isRandom: boolean): string {
  const { index, count, hasMore, isLoading, isComing, loadedCount, total } = place;
  const all = total === null ? "" : ` of ${total.isAbout ? "about " : ""}${formatCount(total.total)}`;
  const coming = `${formatCount(loadedCount)}${all} loaded`;
  if (!isLoading)
    return `${formatCount(index + 1)} / ${formatCount(count)}${hasMore ? "+" : ""}${isComing ? ` · ${coming}` : ""}`;
  if (!isComing) return "◌ queue";
  return `◌ queue: ${coming}${isRandom ? ", shuffled once all is here" : ""}`;
}

export function VettingControls(props: VettingControlsProps) {
  const { state, onState, look, blink, place, candidateId, label } = props;
  const isRandom = state.order !== "";
  return (
    <div className={styles.bar}>
      <span className="mono">{placeWords(place, isRandom)}</span>
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
