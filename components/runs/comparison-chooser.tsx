"use client";
// Which two runs, and which exposure that both have measured.
import { Button, Select } from "@mantine/core";
import styles from "./comparison.module.css";

export interface RunChoice {
  id: number;
  pipeline: string;
  mode: string;
  state: string;
}

export interface ComparisonChooserProps {
  runs: readonly RunChoice[];
  a: number | null;
  b: number | null;
  exposures: readonly { instrument: string; exposureId: string }[];
  exposure: { instrument: string; exposureId: string } | null;
  onChoose: (patch: { a?: string; b?: string; exposure?: string }) => void;
}

export function ComparisonChooser({ runs, a, b, exposures, exposure, onChoose }: ComparisonChooserProps) {
  const data = runs.map(({ id, pipeline, mode, state }) => ({
    value: String(id),
    label: `${id} ${pipeline} · ${mode} · ${state}`,
  }));
  const side = (name: "a" | "b", value: number | null) => (
    <Select
      label={`Run ${name.toUpperCase()}`}
      data={data}
      value={value === null ? null : String(value)}
      onChange={(chosen) => chosen && onChoose({ [name]: chosen })}
      searchable
      w={280}
    />
  );
  return (
    <div className={styles.chooser}>
      {side("a", a)}
      <Button
        aria-label="Exchange A and B"
        title="Exchange A and B"
        onClick={() => onChoose({ a: String(b ?? ""), b: String(a ?? "") })}
      >
        ⇄
      </Button>
      {side("b", b)}
      <Select
        label="Exposure"
        data={exposures.map((one) => ({
          value: `${one.instrument}:${one.exposureId}`,
          label: `${one.instrument} ${one.exposureId}`,
        }))}
        value={exposure ? `${exposure.instrument}:${exposure.exposureId}` : null}
        onChange={(chosen) => chosen && onChoose({ exposure: chosen })}
        searchable
        w={240}
        disabled={exposures.length === 0}
        placeholder="no exposure in both"
      />
    </div>
  );
}
