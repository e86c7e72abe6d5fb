"use client";
// What is drawn over the pictures: amplifiers, detectors, marks of the page, mask planes, region files.
import { Button, Checkbox, Popover, Slider } from "@mantine/core";
import { useRef } from "react";
import styles from "./image-viewer.module.css";
import { maskPlanesOf } from "./mask-colors";
import type { OverlayLayer, PanelModel } from "./panel-models";
import { isLayerShown, type ViewerState, withLayer } from "./viewer-parameters";

export interface LayerMenuProps {
  state: ViewerState;
  /** of the current panel */
  model: PanelModel | null;
  /** marks of the page and of region files, all panels' */
  layers: readonly OverlayLayer[];
  onRegionFiles: (files: File[]) => void;
}

interface LayerBoxProps {
  label: string;
  color: string | null;
  isShown: boolean;
  onChange: (isShown: boolean) => void;
}

function LayerBox({ label, color, isShown, onChange }: LayerBoxProps) {
  return (
    <div className={styles.layer}>
      <Checkbox label={label} checked={isShown} onChange={(event) => onChange(event.currentTarget.checked)} />
      {color ? <span className={styles.swatch} style={{ background: color }} aria-hidden="true" /> : null}
    </div>
  );
}

const OWN_LAYERS = [
  { id: "amplifiers", label: "amplifiers", color: "#ffb000" },
  { id: "detectors", label: "detectors of a mosaic", color: "#58c4ff" },
  { id: "compass", label: "compass and scale", color: null },
];

export function LayerMenu({ state, model, layers, onRegionFiles }: LayerMenuProps) {
  const input = useRef<HTMLInputElement>(null);
  const { over, mask } = state.parameters;
  const planes = model?.source ? maskPlanesOf(model.source.description, over) : [];
  const toggle = (id: string, isAtFirst: boolean) => (isShown: boolean) =>
    state.set({ over: withLayer(over, id, isShown, isAtFirst) });
  return (
    <>
      <Popover position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <Button title="what is drawn over the pictures">Overlays</Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Overlays">
          <div className={styles.layers}>
            {OWN_LAYERS.map(({ id, label, color }) => (
              <LayerBox
                key={id}
                label={label}
                color={color}
                isShown={isLayerShown(over, id, true)}
                onChange={toggle(id, true)}
              />
            ))}
            {layers.map(({ id, label, color, regions, isShownAtFirst = true }) => (
              <LayerBox
                key={id}
                label={`${label} (${regions.length})`}
                color={color}
                isShown={isLayerShown(over, id, isShownAtFirst)}
                onChange={toggle(id, isShownAtFirst)}
              />
            ))}
            {planes.length > 0 ? (
              <>
                <b>Mask (m)</b>
                <Slider
                  thumbLabel="Opacity of the mask"
                  size="sm"
                  min={0}
                  max={100}
                  value={Number(mask)}
                  label={(value) => `${value} %`}
                  onChange={(value) => state.set({ mask: String(value) })}
                />
                {planes.map(({ name, layer, color, isShown }) => (
                  <LayerBox
                    key={layer}
                    label={name}
                    color={`rgb(${color.join(" ")})`}
                    isShown={isShown && mask !== "0"}
                    onChange={(wanted) => {
                      state.set({
                        over: withLayer(over, layer, wanted, true),
                        ...(wanted && mask === "0" ? { mask: "50" } : {}),
                      });
                    }}
                  />
                ))}
              </>
            ) : null}
            <Button onClick={() => input.current?.click()} title="or drop a .reg file on the pictures">
              DS9 regions…
            </Button>
          </div>
        </Popover.Dropdown>
      </Popover>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".reg"
        aria-label="DS9 region files"
        onChange={(event) => {
          onRegionFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
