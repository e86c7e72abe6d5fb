"use client";
// Focal plane and table of detectors side by side, linked: a click in one selects in the other, a second one opens.
import { NativeSelect } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useMemo } from "react";
import type { DetectorRow } from "@/lib/queries/exposure";
import { DataTable } from "../tables/data-table";
import { useUrlState } from "../ui/use-url-state";
import { detectorColumns } from "./detector-columns";
import { FocalPlane } from "./focal-plane";
import styles from "./focal-plane-view.module.css";
import { focalPlaneRows, QUANTITIES, quantityOf } from "./quantities";
import { ValueHistogram } from "./value-histogram";

const DEFAULTS = { q: "dark_rings", det: "", sort: "state", dir: "up" };
const SHALLOW = { shallow: true, replace: true };
const HISTOGRAM_HEIGHT = 150;

export interface FocalPlaneViewProps {
  instrument: string;
  exposureId: string;
  rows: readonly DetectorRow[];
  /** opens a detector's page */
  onOpen: (detectorName: string) => void;
}

export function FocalPlaneView({ instrument, exposureId, rows, onOpen }: FocalPlaneViewProps) {
  const [url, setUrl] = useUrlState(DEFAULTS);
  const { ref, height } = useElementSize<HTMLDivElement>();
  const quantity = quantityOf(url.q);
  const plane = useMemo(() => focalPlaneRows(instrument, rows, quantity.metric), [instrument, rows, quantity]);
  const columns = useMemo(() => detectorColumns(rows), [rows]);
  const selected = url.det === "" ? null : Number(url.det);
  const select = (detector: number) => {
    const row = rows.find((candidate) => candidate.detector === detector);
    if (detector === selected && row) onOpen(row.name);
    else setUrl({ det: String(detector) }, SHALLOW);
  };
  const label = `${quantity.label} on the focal plane of ${instrument} ${exposureId}`;
  return (
    <div className={styles.view} ref={ref}>
      {height > 0 ? (
        <FocalPlane
          plane={plane}
          quantity={quantity}
          selected={selected}
          height={height}
          onSelect={select}
          label={label}
        />
      ) : (
        <div />
      )}
      <div className={styles.side}>
        <div className={styles.controls}>
          <NativeSelect
            aria-label="Quantity"
            size="xs"
            data={QUANTITIES.map(({ metric, label: text }) => ({ value: metric, label: text }))}
            value={quantity.metric}
            onChange={(event) => setUrl({ q: event.currentTarget.value }, { shallow: true })}
          />
          <span className={styles.description}>{quantity.description}</span>
        </div>
        <ValueHistogram plane={plane} quantity={quantity} height={HISTOGRAM_HEIGHT} />
        <div className={styles.table}>
          <DataTable
            label="Detectors"
            rows={rows}
            columns={columns}
            rowId={(row) => String(row.detector)}
            sorting={{
              sort: { id: url.sort, desc: url.dir === "down" },
              onSort: (sort) => setUrl({ sort: sort.id, dir: sort.desc ? "down" : "up" }, SHALLOW),
            }}
            selection={{
              currentId: url.det || null,
              onCurrent: (id) => setUrl({ det: id }, SHALLOW),
              onOpen: (row) => onOpen(row.name),
            }}
          />
        </div>
      </div>
    </div>
  );
}
