"use client";
// One row of controls over the pictures; each has its key.
import { Button, NativeSelect, SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { STATISTICS } from "@/lib/images/description";
import styles from "./image-viewer.module.css";
import { LookFields } from "./look-fields";
import type { Blink } from "./use-blink";
import type { Tool } from "./use-panel-pointer";
import type { Viewer } from "./use-viewer";
import { PACES, type ViewerState } from "./viewer-parameters";

export interface ViewerToolbarProps {
  state: ViewerState;
  viewer: Viewer;
  blink: Blink;
  panelCount: number;
  /** menus of overlays and exports */
  children: ReactNode;
}

const TOOLS: { value: Tool; label: string }[] = [
  { value: "pan", label: "pan" },
  { value: "line", label: "profile" },
  { value: "box", label: "box" },
];
const LAYOUT_CHOICES = [
  { value: "", label: "all panels" },
  ...[1, 2, 4, 9].map((layout) => ({ value: String(layout), label: layout === 1 ? "1 panel" : `${layout} panels` })),
];
const LINK_CHOICES = [
  { value: "pixel", label: "match pixels" },
  { value: "wcs", label: "match sky" },
  { value: "off", label: "no match" },
];

function PanelFields({ state }: { state: ViewerState }) {
  const { parameters, set } = state;
  return (
    <>
      <NativeSelect
        aria-label="Layout"
        title="panels at a time (l)"
        data={LAYOUT_CHOICES}
        value={parameters.n}
        onChange={(event) => set({ n: event.currentTarget.value }, { isStep: true })}
        w={98}
      />
      <NativeSelect
        aria-label="Match"
        title="panels show the same place (G)"
        data={LINK_CHOICES}
        value={parameters.link}
        onChange={(event) => set({ link: event.currentTarget.value })}
        w={112}
      />
    </>
  );
}

function BlinkFields({ state, blink, count }: { state: ViewerState; blink: Blink; count: number }) {
  const isOn = blink.frame !== null;
  const words = blink.isPreparing ? "◌ loading" : `■ ${(blink.frame ?? 0) + 1} of ${count}`;
  return (
    <>
      <Button
        aria-pressed={isOn}
        title="blink (b), backwards (Shift b), while Space is held"
        onClick={() => blink.toggle(1)}
        miw={84}
      >
        {isOn ? words : "blink"}
      </Button>
      <NativeSelect
        aria-label="Pace"
        title="seconds a frame"
        data={PACES.map((pace) => ({ value: String(pace), label: `${pace} s` }))}
        value={state.parameters.pace}
        onChange={(event) => state.set({ pace: event.currentTarget.value })}
        w={68}
      />
    </>
  );
}

export function ViewerToolbar({ state, viewer, blink, panelCount, children }: ViewerToolbarProps) {
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Images">
      <LookFields state={state} panelCount={panelCount} />
      <div className={styles.group}>
        <NativeSelect
          aria-label="Binned pixels show"
          title="what a pixel of a zoomed-out image shows of those under it: max keeps a hot pixel"
          data={STATISTICS.map((statistic) => ({ value: statistic, label: statistic }))}
          value={viewer.choices.statistic}
          onChange={(event) => state.set({ stat: event.currentTarget.value })}
          w={72}
        />
      </div>
      {panelCount > 1 ? (
        <div className={styles.group}>
          <PanelFields state={state} />
          <BlinkFields state={state} blink={blink} count={panelCount} />
        </div>
      ) : null}
      <div className={styles.group}>
        <SegmentedControl
          aria-label="Drag"
          title="what a drag does; Shift drags a box, Alt a line"
          data={TOOLS}
          value={viewer.tool}
          onChange={(value) => viewer.setTool(TOOLS.find((tool) => tool.value === value)?.value ?? "pan")}
        />
        {children}
      </div>
    </div>
  );
}
