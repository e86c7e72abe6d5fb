"use client";
// The navigator: calendar, filters and table share one state, the address.
import { Button } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { Calendar, type CalendarDay } from "@/components/navigator/calendar";
import { ColumnMenu } from "@/components/navigator/column-menu";
import { EXPOSURE_COLUMNS, exposureHref } from "@/components/navigator/exposure-columns";
import { ExposurePreview } from "@/components/navigator/exposure-preview";
import { FilterBar } from "@/components/navigator/filter-bar";
import styles from "@/components/navigator/navigator.module.css";
import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount, plural } from "@/components/ui/format";
import { useUrlState } from "@/components/ui/use-url-state";
import type { ExposureRow } from "@/lib/queries/exposures";
import { type RowPage, useMoreRows } from "../_shell/use-more-rows";
import { dayHref } from "./day-steps";
import { type Facets, filterChoices } from "./filter-choices";
import { flipHref } from "./flip/flip-href";
import { MosaicPreview } from "./mosaic-preview";

const DEFAULT_COLUMNS = EXPOSURE_COLUMNS.map(({ id }) => id).filter((id) => id !== "label");

const DEFAULTS = {
  instrument: "",
  day: "",
  type: "",
  filter: "",
  program: "",
  status: "",
  mount: "",
  sort: "seq",
  desc: "1",
  row: "",
  cols: DEFAULT_COLUMNS.join(","),
};

const FILTERS = ["instrument", "day", "type", "filter", "program", "status", "mount"] as const;
/** Of the state, what the server has to know for the next page. */
const ASKED = [...FILTERS, "sort", "desc"] as const;

export interface NavigatorProps {
  page: RowPage<ExposureRow>;
  /** null: not counted, because the filter is by status */
  total: number | null;
  facets: Facets;
  days: readonly CalendarDay[];
  day: number | null;
}

export function Navigator({ page, total, facets, days, day }: NavigatorProps) {
  const router = useRouter();
  const [state, setState, isPending] = useUrlState(DEFAULTS);
  const asked = new URLSearchParams(ASKED.map((name) => [name, state[name]]));
  const { rows, ...paging } = useMoreRows(page, `/api/v1/exposures?${asked}`);
  const shown = useMemo(() => state.cols.split(","), [state.cols]);
  const sort = useMemo(() => ({ id: state.sort, desc: state.desc === "1" }), [state.sort, state.desc]);
  const active = FILTERS.filter((name) => state[name] !== "");
  const current = rows.find((row) => rowId(row) === state.row);
  const clear = () => setState(Object.fromEntries(FILTERS.map((name) => [name, ""])));
  return (
    <div className={styles.navigator}>
      <Calendar days={days} current={day} hrefOf={(target) => dayHref({ ...withoutDefaults(state) }, target)} />
      <div className={styles.bar}>
        <FilterBar
          choices={filterChoices(facets)}
          values={state}
          onChange={(name, value) => setState({ [name]: value, row: "" })}
        />
        {active.length > 0 ? <Button onClick={clear}>Clear {plural(active.length, "filter")}</Button> : null}
        <Link href={flipThroughHref(state, current)} className={styles.link}>
          Flip through the images
        </Link>
        <span className={styles.count} role="status">
          {total === null
            ? `${formatCount(rows.length)}${paging.hasMore ? " or more" : ""} exposures`
            : plural(total, "exposure")}
        </span>
        <ColumnMenu
          columns={EXPOSURE_COLUMNS}
          shown={shown}
          onChange={(ids) => setState({ cols: ids.join(",") }, { replace: true, shallow: true })}
        />
      </div>
      <div className={styles.body}>
        <DataTable
          label="Exposures"
          rows={rows}
          columns={EXPOSURE_COLUMNS}
          rowId={rowId}
          shown={shown}
          isStale={isPending}
          sorting={{
            sort,
            inServer: true,
            onSort: ({ id, desc }) => setState({ sort: id, desc: desc ? "1" : "0", row: "" }),
          }}
          selection={{
            currentId: state.row,
            onCurrent: (id) => setState({ row: id }, { replace: true, shallow: true }),
            onOpen: (row) => router.push(exposureHref(row)),
          }}
          paging={paging}
          empty={<NothingFound isFiltered={active.length > 0} onClear={clear} />}
        />
        {current ? (
          <ExposurePreview row={current}>
            <MosaicPreview exposure={current} />
          </ExposurePreview>
        ) : null}
      </div>
    </div>
  );
}

function rowId(row: ExposureRow): string {
  return `${row.instrument}:${row.exposureId}`;
}

function withoutDefaults(state: Record<string, string>): Record<string, string> {
  const defaults: Record<string, string> = DEFAULTS;
  return Object.fromEntries(Object.entries(state).filter(([name, value]) => value !== defaults[name]));
}

/** The images of the filter, from the row under the cursor; without a day those of its night. */
function flipThroughHref(state: typeof DEFAULTS, current: ExposureRow | undefined): string {
  const { day, type, filter, program, mount } = state;
  const instrument = current?.instrument ?? state.instrument;
  const night = day || (current?.dayObs ? String(current.dayObs) : "");
  return flipHref({}, { instrument, day: night, type, filter, program, mount, row: current?.exposureId ?? "" });
}

function NothingFound({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered) {
    return (
      <EmptyState title="No exposure passes the filter" action={<Button onClick={onClear}>Clear the filter</Button>}>
        Widen it, or choose another day in the calendar.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No exposures yet" action={<Link href="/mounts">Mount a folder</Link>}>
      Mount a folder of FITS files, or upload some; every exposure found in them is listed here.
    </EmptyState>
  );
}
