"use client";
// Region files that people drop on a viewer: a layer each, kept while the viewer is open.
import { useState } from "react";
import { readRegions } from "@/lib/tables/read-regions";
import type { OverlayLayer } from "./panel-models";

const COLORS = ["#7cff6b", "#ff6bd6", "#ffe14d", "#6bd6ff"];

/** A region file is named so; anything else dropped is for others. */
export function areRegionFiles(files: readonly { name: string }[]): boolean {
  return files.length > 0 && files.every(({ name }) => name.toLowerCase().endsWith(".reg"));
}

export function useRegionLayers() {
  const [layers, setLayers] = useState<readonly OverlayLayer[]>([]);
  const [failures, setFailures] = useState<readonly string[]>([]);
  const add = async (files: readonly File[]) => {
    setFailures([]);
    for (const file of files) {
      try {
        const regions = readRegions(await file.text(), file.name);
        setLayers((before) => {
          const others = before.filter(({ label }) => label !== file.name);
          const color = COLORS[others.length % COLORS.length] ?? "#ffffff";
          return [...others, { id: `file.${file.name.replaceAll(/[,~]/g, "_")}`, label: file.name, color, regions }];
        });
      } catch (error) {
        // a file from outside: what is wrong with it is said beside the pictures
        const reason = error instanceof Error ? error.message : String(error);
        setFailures((before) => [...before, reason]);
      }
    }
  };
  return { layers, failures, add, dismiss: () => setFailures([]) };
}
