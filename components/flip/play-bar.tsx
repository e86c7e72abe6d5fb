"use client";
// Blink through the list at a pace; one stretch for all its images, or one each.
import { Button, NativeSelect } from "@mantine/core";
import { PACES, type ViewerState } from "../image/viewer-parameters";
import styles from "./flip.module.css";
import type { Play } from "./use-play";

export interface PlayBarProps {
  play: Play;
  /** images that the blinking waits for before it begins, and how many of them are here */
  round: { ready: number; wanted: number };
  state: ViewerState;
  isOneStretch: boolean;
  onStretch: () => void;
}

export function PlayBar({ play, round, state, isOneStretch, onStretch }: PlayBarProps) {
  const isOn = play.direction !== null;
  return (
    <div className={styles.play} role="toolbar" aria-label="Blinking">
      <Button
        aria-pressed={isOn}
        title="blink through the list (b), backwards (Shift b)"
        onClick={() => play.toggle(play.direction ?? 1)}
        miw={72}
      >
        {isOn ? "■ stop" : "▶ blink"}
      </Button>
      {play.isPreparing ? (
        <span role="status" className={styles.count}>{`◌ making ready ${round.ready} of ${round.wanted}`}</span>
      ) : null}
      <NativeSelect
        aria-label="Pace"
        title="seconds an image"
        data={PACES.map((pace) => ({ value: String(pace), label: `${pace} s` }))}
        value={state.parameters.pace}
        onChange={(event) => state.set({ pace: event.currentTarget.value })}
        w={72}
      />
      <NativeSelect
        aria-label="Stretch of the list"
        title="one stretch for all images, the limits of this one, or one each (x)"
        data={[
          { value: "each", label: "one stretch each" },
          { value: "all", label: "this stretch for all" },
        ]}
        value={isOneStretch ? "all" : "each"}
        onChange={onStretch}
        w={152}
      />
    </div>
  );
}
