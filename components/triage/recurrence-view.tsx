"use client";
// Rings that come back at the same place of a detector: map, table, and the stamps of the chosen place.
import { useElementSize } from "@mantine/hooks";
import type { Layout } from "plotly.js";
import { type ReactNode, useEffect, useMemo } from "react";
import type { Recurrence } from "@/lib/dark-rings/recurrence";
import type { RecurrenceDetector, RecurrencePage } from "@/lib/queries/recurrence";
import { PLOT_COLORS } from "../charts/colors";
import { Plot, type PlotPoint, useScheme } from "../charts/plot";
import type { StampAddress, StampOf } from "../gallery/stamp";
import type { DataColumn } from "../tables/columns";
import { DataTable } from "../tables/data-table";
import { EmptyState } from "../ui/empty-state";
import { formatCount, plural } from "../ui/format";
import { NumberCell } from "../ui/number-cell";
import { useUrlState } from "../ui/use-url-state";
import { PlaceStamps } from "./place-stamps";
import { placeId, recurrenceTraces } from "./recurrence-plot";
import styles from "./triage.module.css";

const DEFAULTS = { place: "" };
const QUIET = { shallow: true, replace: true };

const AXIS = { zeroline: false, showgrid: false, constrain: "domain" as const };
const LAYOUT: Partial<Layout> = {
  dragmode: "pan",
  margin: { l: 52, r: 8, t: 8, b: 40 },
  xaxis: { ...AXIS, title: { text: "focal plane x [mm]" } },
  yaxis: { ...AXIS, title: { text: "focal plane y [mm]" }, scaleanchor: "x" },
};

function placeColumns(detectors: readonly RecurrenceDetector[]): DataColumn<Recurrence>[] {
  const names = new Map(detectors.map((detector) => [detector.detector, detector.name]));
  const number = (
    id: string,
    header: string,
    digits: number,
    value: (place: Recurrence) => number | null,
    unit?: string,
  ): DataColumn<Recurrence> => ({
    id,
    header,
    unit,
    width: 90,
    isNumber: true,
    value,
    cell: (place) => <NumberCell value={value(place)} digits={digits} unit={unit} />,
  });
  return [
    {
      id: "detector",
      header: "detector",
      width: 90,
      value: (place) => names.get(place.detector) ?? String(place.detector),
      cell: (place) => <span className="mono">{names.get(place.detector) ?? place.detector}</span>,
    },
    number("x", "x", 1, (place) => place.x, "px"),
    number("y", "y", 1, (place) => place.y, "px"),
    number("exposures", "exposures", 0, (place) => place.exposureCount),
    number("rings", "rings", 0, (place) => place.rings.length),
    number("best", "best score", 3, (place) => place.bestScore),
  ];
}

export interface RecurrenceViewProps {
  instrument: string;
  page: RecurrencePage;
  stamps: { stampOf: StampOf; onNeed: (rings: readonly StampAddress[]) => void };
  hrefOf: (ring: { exposureId: string; id: string }) => string;
  /** radius and number of exposures that make a recurrence */
  controls: ReactNode;
}

export function RecurrenceView({ instrument, page, stamps, hrefOf, controls }: RecurrenceViewProps) {
  const [url, setUrl] = useUrlState(DEFAULTS);
  const { ref, height } = useElementSize<HTMLDivElement>();
  const colors = PLOT_COLORS[useScheme()];
  const { recurrences: places, detectors } = page;
  const chosen = places.find((place) => placeId(place) === url.place) ?? places[0] ?? null;
  const selectedId = chosen && placeId(chosen);
  const select = (place: string) => setUrl({ place }, QUIET);
  const columns = useMemo(() => placeColumns(detectors), [detectors]);
  const chart = useMemo(
    () => recurrenceTraces(instrument, places, detectors, { colors, selectedId }),
    [instrument, places, detectors, colors, selectedId],
  );
  const addresses = useMemo(() => chosen?.rings.map((ring) => ({ ...ring, instrument })) ?? [], [chosen, instrument]);
  const { onNeed } = stamps;
  useEffect(() => onNeed(addresses), [addresses, onNeed]);
  const looked = `${plural(page.ringCount, "ring")} in ${plural(page.exposureCount, "exposure")}${page.isCapped ? " (the best only: narrow the filter)" : ""}`;
  if (places.length === 0) {
    return (
      <div>
        <div className={styles.line}>{controls}</div>
        <EmptyState title="No recurrence">{`Looked at ${looked}. A larger radius, fewer exposures or a wider filter finds more.`}</EmptyState>
      </div>
    );
  }
  return (
    <div className={styles.recurrence}>
      <div ref={ref}>
        {height > 0 ? (
          <Plot
            traces={chart.traces}
            layout={LAYOUT}
            height={height - 20}
            label={`recurring rings of ${instrument}`}
            events={{ onClick: ({ customdata }: PlotPoint) => typeof customdata === "string" && select(customdata) }}
          />
        ) : null}
        <p className={styles.dim}>
          {chart.dropped > 0
            ? `${formatCount(chart.dropped)} places are not on the map: the geometry of their detectors is not known`
            : "all places drawn"}
        </p>
      </div>
      <div className={styles.recurrenceSide}>
        <div className={styles.line}>
          {controls}
          <span>
            {plural(places.length, "place")} · {looked}
          </span>
        </div>
        <DataTable
          label="Recurrences"
          rows={places}
          columns={columns}
          rowId={placeId}
          selection={{ currentId: selectedId, onCurrent: select }}
        />
        <PlaceStamps rings={addresses} stampOf={stamps.stampOf} hrefOf={hrefOf} />
      </div>
    </div>
  );
}
