"use client";
// Stretch, curve and colours of all panels.
import { Checkbox, NativeSelect } from "@mantine/core";
import { COLOR_MAPS } from "../gallery/color-maps";
import { CURVES, IMAGE_LIMIT_RULES } from "../gallery/stretch";
import { CommittedText } from "../ui/committed-text";
import styles from "./image-viewer.module.css";
import { parseLimits, type ViewerState } from "./viewer-parameters";

const RULE_LABELS: Record<string, string> = {
  "99.5": "99.5 %",
  "99": "99 %",
  "98": "98 %",
  "95": "95 %",
  percentile: "% …",
};
const MAPS = [{ value: "", label: "colours auto" }, ...COLOR_MAPS.map((map) => ({ value: map, label: map }))];

export function LookFields({ state, panelCount }: { state: ViewerState; panelCount: number }) {
  const { parameters, set } = state;
  return (
    <div className={styles.group}>
      <NativeSelect
        aria-label="Stretch"
        title="which values are black and white (s; z is zscale)"
        data={IMAGE_LIMIT_RULES.map((rule) => ({ value: rule, label: RULE_LABELS[rule] ?? rule }))}
        value={parameters.stretch}
        onChange={(event) => set({ stretch: event.currentTarget.value })}
        w={96}
      />
      {parameters.stretch === "percentile" ? (
        <CommittedText
          label="Per cent within the limits"
          value={parameters.percent}
          onCommit={(percent) => Number(percent) > 0 && Number(percent) <= 100 && set({ percent })}
          width={56}
        />
      ) : null}
      {parameters.stretch === "manual" ? (
        <CommittedText
          label="Limits: low,high"
          value={parameters.limits}
          onCommit={(limits) => parseLimits(limits) && set({ limits })}
          width={130}
        />
      ) : null}
      <NativeSelect
        aria-label="Curve"
        title="what lies between (a)"
        data={[...CURVES]}
        value={parameters.curve}
        onChange={(event) => set({ curve: event.currentTarget.value })}
        w={92}
      />
      <NativeSelect
        aria-label="Colours"
        title="colours (c); auto: grey, and diverging for residuals and differences"
        data={MAPS}
        value={parameters.map}
        onChange={(event) => set({ map: event.currentTarget.value })}
        w={110}
      />
      <Checkbox
        label="invert"
        title="low values bright (i)"
        checked={parameters.invert === "yes"}
        onChange={() => set({ invert: parameters.invert === "yes" ? "no" : "yes" })}
      />
      {panelCount > 1 ? (
        <Checkbox
          label="shared"
          title="limits of all panels' pixels together (x)"
          checked={parameters.share === "all"}
          onChange={() => set({ share: parameters.share === "all" ? "each" : "all" })}
        />
      ) : null}
    </div>
  );
}
