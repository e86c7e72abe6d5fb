"use client";
// One detector: its image with footprints, the list of its rings, the selected one close up.
import type { ReactNode } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { LookControls, useLook } from "../gallery/look-controls";
import type { Stamp } from "../gallery/stamp";
import { DetectorImage, type DetectorImageProps } from "../image/detector-image";
import { DataTable } from "../tables/data-table";
import { plural } from "../ui/format";
import { useUrlState } from "../ui/use-url-state";
import styles from "./detector-view.module.css";
import { RING_COLUMNS } from "./ring-columns";
import { RingInspector } from "./ring-inspector";

const DEFAULTS = { ring: "", rsort: "", rdir: "down" };
const QUIET = { shallow: true, replace: true };
const COLUMNS = RING_COLUMNS.filter(({ id }) => id !== "detector" && id !== "rank");

export interface DetectorViewProps {
  image: DetectorImageProps["image"];
  rings: readonly DarkRingRow[];
  /** rings of the detector, of which `rings` are the best */
  total: number;
  stampOf: (ring: DarkRingRow) => Stamp;
  label: string;
  /** why there are no rings */
  empty: ReactNode;
  renderActions: (rings: readonly DarkRingRow[]) => ReactNode;
  renderRecurrences: (ring: DarkRingRow) => ReactNode;
}

export function DetectorView(props: DetectorViewProps) {
  const { image, rings, total, stampOf, label, empty, renderActions, renderRecurrences } = props;
  const [url, setUrl] = useUrlState(DEFAULTS);
  const lookState = useLook();
  const selected = rings.find((ring) => ring.id === url.ring) ?? rings[0] ?? null;
  const select = (id: string) => setUrl({ ring: id }, QUIET);
  const unit = image && "unit" in image ? image.unit : null;
  return (
    <div className={styles.view}>
      <DetectorImage
        image={image}
        rings={rings}
        selectedId={selected?.id ?? null}
        onSelect={select}
        look={lookState.look}
        label={label}
      />
      <div className={styles.side}>
        <div className={styles.bar}>
          <LookControls state={lookState} />
          {renderActions(rings)}
        </div>
        <span className={styles.dim}>
          {rings.length < total ? `the best ${rings.length} of ${total} rings` : plural(total, "ring")}
        </span>
        <DataTable
          label="Dark rings of the detector"
          rows={rings}
          columns={COLUMNS}
          rowId={(ring) => ring.id}
          sorting={{
            sort: url.rsort ? { id: url.rsort, desc: url.rdir === "down" } : null,
            onSort: (sort) => setUrl({ rsort: sort.id, rdir: sort.desc ? "down" : "up" }, QUIET),
          }}
          selection={{ currentId: selected?.id ?? null, onCurrent: select }}
          empty={empty}
        />
      </div>
      <RingInspector ring={selected} stamp={selected ? stampOf(selected) : undefined} look={lookState.look} unit={unit}>
        {selected ? renderRecurrences(selected) : null}
      </RingInspector>
    </div>
  );
}
