"use client";
// What is flipped through: exposures of a night or detectors of an exposure, which stage, which verdicts.
import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { stageWords } from "@/lib/images/stages";
import { formatDay } from "../ui/format";
import styles from "./flip.module.css";

/** Address parameters; the server reads the same (lib/queries/flip-filter). */
export const FLIP_DEFAULTS = {
  instrument: "",
  day: "",
  type: "",
  filter: "",
  exposure: "",
  detector: "",
  stage: "",
  verdict: "",
  /** exposure or detector under the cursor */
  row: "",
};
export type FlipParameters = typeof FLIP_DEFAULTS;

export interface FlipFiltersProps {
  /** as the server understood the address: nothing is left open */
  chosen: Omit<FlipParameters, "row">;
  choices: {
    instruments: readonly string[];
    days: readonly number[];
    types: readonly (string | null)[];
    filters: readonly (string | null)[];
    detectors: readonly { name: string }[];
    stages: readonly string[];
    verdicts: readonly string[];
  };
  onFilter: (patch: Partial<FlipParameters>) => void;
  /** exposures as rows, or the detectors of the one under the cursor */
  onRows: (rows: "exposures" | "detectors") => void;
  children: ReactNode;
}

type Choice = { value: string; label: string };

const named = (values: readonly (string | null)[], any: string): Choice[] => [
  { value: "", label: any },
  ...values.map((value) => ({ value: value ?? "-", label: value ?? "(none)" })),
];

export function FlipFilters({ chosen, choices, onFilter, onRows, children }: FlipFiltersProps) {
  const isByDetector = chosen.exposure !== "";
  const select = (name: keyof typeof chosen, label: string, data: Choice[], width: number) => (
    <NativeSelect
      size="xs"
      w={width}
      aria-label={label}
      title={label}
      data={data}
      value={chosen[name]}
      onChange={(event) => onFilter({ [name]: event.currentTarget.value })}
    />
  );
  const days = choices.days.map((day) => ({ value: String(day), label: formatDay(day) }));
  if (!days.some(({ value }) => value === chosen.day)) days.push({ value: chosen.day, label: chosen.day });
  return (
    <search className={styles.filters} aria-label="What is flipped through">
      <NativeSelect
        size="xs"
        w={116}
        aria-label="Rows"
        title="Rows"
        data={[
          { value: "exposures", label: "exposures" },
          { value: "detectors", label: "detectors of" },
        ]}
        value={isByDetector ? "detectors" : "exposures"}
        onChange={(event) => onRows(event.currentTarget.value === "detectors" ? "detectors" : "exposures")}
      />
      {isByDetector ? (
        <span className="mono">
          {chosen.instrument} {chosen.exposure}
        </span>
      ) : (
        <>
          {select(
            "instrument",
            "Instrument",
            choices.instruments.map((value) => ({ value, label: value })),
            124,
          )}
          {select(
            "day",
            "Day",
            [{ value: "all", label: "all days" }, ...days.filter(({ value }) => value !== "all")],
            116,
          )}
          {choices.types.length > 1 ? select("type", "Type", named(choices.types, "any type"), 96) : null}
          {choices.filters.length > 1 ? select("filter", "Filter", named(choices.filters, "any filter"), 112) : null}
          {select(
            "detector",
            "Detector",
            [
              { value: "*", label: "focal plane" },
              ...choices.detectors.map(({ name }) => ({ value: name, label: name })),
            ],
            116,
          )}
        </>
      )}
      {select(
        "stage",
        "Stage",
        choices.stages.map((value) => ({ value, label: stageWords(value) })),
        128,
      )}
      {select(
        "verdict",
        "Verdict",
        [
          { value: "", label: "judged or not" },
          { value: "none", label: "unjudged" },
          { value: "any", label: "judged" },
          ...choices.verdicts.map((value) => ({ value, label: value })),
        ],
        124,
      )}
      {children}
    </search>
  );
}
