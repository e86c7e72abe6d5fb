"use client";
// One detector: its image with footprints, the list of its rings, the selected one close up.
import { type ReactNode, useMemo } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { LOOK_DEFAULTS, parseLook } from "../gallery/look";
import type { Stamp } from "../gallery/stamp";
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
  rings: readonly DarkRingRow[];
  /** rings of the detector, of which `rings` are the best */
  total: number;
  /** of the pixels of the stamps */
  unit: string | null;
  stampOf: (ring: DarkRingRow) => Stamp;
  /** why there are no rings */
  empty: ReactNode;
  /** the image, and what a click in it selects */
  renderImage: (selected: DarkRingRow | null, select: (id: string) => void) => ReactNode;
  renderActions: (rings: readonly DarkRingRow[]) => ReactNode;
  renderRecurrences: (ring: DarkRingRow) => ReactNode;
}

export function DetectorView(props: DetectorViewProps) {
  const { rings, total, unit, stampOf, empty, renderImage, renderActions, renderRecurrences } = props;
  const [url, setUrl] = useUrlState(DEFAULTS);
  // the stamp follows the controls of the image, where they say something else than a stamp's usual look
  const [parameters] = useUrlState(LOOK_DEFAULTS);
  const look = useMemo(() => parseLook(parameters), [parameters]);
  const selected = rings.find((ring) => ring.id === url.ring) ?? rings[0] ?? null;
  const select = (id: string) => setUrl({ ring: id }, QUIET);
  return (
    <div className={styles.view}>
      {renderImage(selected, select)}
      <div className={styles.side}>
        <div className={styles.bar}>
          <span className={styles.dim}>
            {rings.length < total ? `the best ${rings.length} of ${total} rings` : plural(total, "ring")}
          </span>
          {renderActions(rings)}
        </div>
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
      <RingInspector ring={selected} stamp={selected ? stampOf(selected) : undefined} look={look} unit={unit}>
        {selected ? renderRecurrences(selected) : null}
      </RingInspector>
    </div>
  );
}
