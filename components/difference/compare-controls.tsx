"use client";
// What is compared, and how: match radius and limits of magnitude are live.
import { Button, NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import { COMPARED_FEATURES, MOST_RADIUS_PX, usualPass } from "@/lib/queries/difference-compare-request";
import { writeTable } from "@/lib/tables";
import { saveBlob } from "../image/save-blob";
import { CommittedText } from "../ui/committed-text";
import styles from "./compare.module.css";
import type { CompareState } from "./compare-state";
import { compareTable } from "./compare-table";

export interface CompareControlsProps {
  state: CompareState;
  bands: readonly string[];
  answer: CompareAnswer | null;
  onState: (patch: Partial<CompareState>) => void;
}

type Choice = { value: string; label: string };
const choices = (...pairs: [string, string][]): Choice[] => pairs.map(([value, label]) => ({ value, label }));

const MODES = choices(["annulus", "annulus"], ["reference", "reference"]);
const KINDS = choices(["inj", "injected"], ["ou", "simulated transients"], ["all", "both"]);
const RADIUS_NOTE = `Pairs were matched one to one, nearest first, within ${MOST_RADIUS_PX} px when the jobs were read. A smaller radius keeps those of them that lie within it, which is what matching again would give; a larger one cannot be asked for. Each plot saves itself as PNG by its camera.`;
const REFERENCE_NOTE =
  "Reference mode, as published, matches no SFFT detection to truth: SFFT, either and both are not measured in it.";
const FEATURES = COMPARED_FEATURES.map((name) => ({ value: name, label: name }));

export function CompareControls({ state, bands, answer, onState }: CompareControlsProps) {
  const select = (name: keyof CompareState, label: string, data: Choice[]) => (
    <Control label={label}>
      <NativeSelect
        size="xs"
        aria-label={label}
        data={data}
        value={state[name]}
        onChange={(event) => onState({ [name]: event.currentTarget.value })}
      />
    </Control>
  );
  const number = (name: keyof CompareState, label: string, placeholder: string) => (
    <Control label={label}>
      <CommittedText
        label={label}
        placeholder={placeholder}
        value={state[name]}
        width={56}
        onCommit={(value) => onState({ [name]: value })}
      />
    </Control>
  );
  const passes = choices(["", `${usualPass(state.of)} (usual)`], ["above", "above"], ["below", "below"]);
  return (
    <search className={styles.controls} aria-label="What is compared">
      {select("mode", "mode", MODES)}
      {select("kind", "truth", KINDS)}
      {select("band", "filter", choices(["", "all"], ...bands.map((band): [string, string] => [band, band])))}
      <Control label="jobs">
        <CommittedText
          label="jobs"
          placeholder="all; e.g. sca = 3 & jid ~ 87"
          value={state.jobs}
          width={190}
          onCommit={(jobs) => onState({ jobs })}
        />
      </Control>
      {number("radius", "match radius, px", String(MOST_RADIUS_PX))}
      {number("magfrom", "mag from", "all")}
      {number("magto", "mag to", "all")}
      {number("step", "bin, mag", "0.5")}
      {select("of", "threshold on", FEATURES)}
      {select("pass", "passes", passes)}
      {number("fp", "false positives per image ≤", "any")}
      <Button disabled={answer === null} onClick={() => answer && saveCurves(answer)}>
        Curves as CSV
      </Button>
      <p className={styles.note}>
        {RADIUS_NOTE}
        {state.mode === "reference" ? ` ${REFERENCE_NOTE}` : ""}
      </p>
    </search>
  );
}

function Control({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control inside has the same name
    <label>
      {label} {children}
    </label>
  );
}

function saveCurves(answer: CompareAnswer) {
  const meta = { source: "Annulus", address: window.location.href, jobs: String(answer.jobCount) };
  const bytes = new Uint8Array(writeTable(compareTable(answer, meta), "csv"));
  saveBlob(new Blob([bytes], { type: "text/csv" }), "zogy-sfft-curves.csv");
}
