"use client";
// What is seen as PNG, the section behind it as FITS, and the marks over it as a DS9 region file.
import { Button, Menu } from "@mantine/core";
import { useState } from "react";
import { writeSkyRegions } from "@/lib/tables/sky-region";
import { wholeBox } from "./box-pixels";
import { composePng } from "./compose-png";
import { exportedRegions } from "./exported-regions";
import type { ImageStage } from "./image-stage";
import type { OverlayLayer, PanelModel } from "./panel-models";
import { fileNameOf, saveBlob } from "./save-blob";
import { icrsOf } from "./sky";
import type { Viewer, ViewerActions } from "./use-viewer";
import { visibleBox } from "./view";

export interface ViewerExportsProps {
  viewer: Viewer;
  stage: ImageStage | null;
  models: readonly PanelModel[];
  /** of region files: with those of the panel they are what is written */
  layers: readonly OverlayLayer[];
  actions: ViewerActions;
  /** overlays on the screen, panel by panel */
  overlays: () => (SVGSVGElement | null)[];
}

export function ViewerExports({ viewer, stage, models, layers, actions, overlays }: ViewerExportsProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const model = models.find(({ index }) => index === viewer.choices.current) ?? models[0];
  const source = model?.source ?? null;
  const name = source?.description.name ?? "images";
  const savePng = async () => {
    if (!stage) return;
    const style = getComputedStyle(document.body);
    const colors = { background: style.backgroundColor, text: style.color };
    const parts = { models, overlays: overlays(), statistic: viewer.choices.statistic, colors };
    const picture = await stage.snapshot();
    saveBlob(await composePng({ ...parts, picture }), fileNameOf(name, "png"));
  };
  const saveRegions = (frame: "image" | "icrs") => {
    if (!model || !source) return;
    const shown = [...(model.panel.layers ?? []), ...layers];
    const regions = exportedRegions(source.description, shown, viewer, frame);
    const text = writeSkyRegions(regions, `${name}${frame === "image" ? ", image coordinates from 1" : ""}`);
    saveBlob(new Blob([text], { type: "text/plain" }), fileNameOf(name, "reg"));
  };
  const section = () => {
    if (!model?.view || !source) return;
    // a line has no inside: what is seen is meant
    const quad = viewer.measured?.tool === "box" ? viewer.measured.quad : undefined;
    const seen = visibleBox(model.view, model.place.picture);
    const box = wholeBox(source.description, quad ?? [seen.x0 + 0.5, seen.y0 + 0.5, seen.x1 - 0.5, seen.y1 - 0.5]);
    if (box) actions.onExportSection?.(model.panel.id, box);
  };
  const told = (work: () => void | Promise<void>) => async () => {
    setFailure(null);
    try {
      await work();
    } catch (error) {
      // a download that cannot be made: the reason stands in the menu's place
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button disabled={!source}>Export</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={told(savePng)}>PNG of what is seen</Menu.Item>
          {actions.onExportSection ? (
            <Menu.Item onClick={told(section)}>
              {viewer.measured?.tool === "box" ? "FITS of the box" : "FITS of the section seen"}
            </Menu.Item>
          ) : null}
          <Menu.Item onClick={told(() => saveRegions("image"))}>DS9 regions, image</Menu.Item>
          {source && icrsOf(source.description) ? (
            <Menu.Item onClick={told(() => saveRegions("icrs"))}>DS9 regions, icrs</Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {failure ? <span role="alert">■ {failure}</span> : null}
    </>
  );
}
