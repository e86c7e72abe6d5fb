// Columns of the list of jobs.
import Link from "next/link";
import type { DifferenceJobRow } from "@/lib/queries/difference-rows";
import type { DataColumn } from "../tables/columns";
import { formatCount } from "../ui/format";
import { NumberCell } from "../ui/number-cell";
import { StatusMark } from "../ui/status-mark";
import { jobHref, jobState } from "./job-words";

type Column = DataColumn<DifferenceJobRow>;

function told(text: string | null): React.ReactNode {
  return (
    text ?? (
      <span className="dim" title="the headers do not tell">
        –
      </span>
    )
  );
}

const NO_TWO = "one of the algorithms has no catalogue here";
const NO_TRUTH = "no list of truth could be read";
const NO_INJECTED = "no list of injected sources could be read";

interface Count {
  id: string;
  header: string;
  description: string;
  read: (row: DifferenceJobRow) => number | null;
  /** why there may be none */
  reason?: string;
}

function count({ id, header, description, read, reason }: Count): Column {
  return {
    ...{ id, header, description, width: 24 + Math.max(6, header.length) * 7, isNumber: true, value: read },
    cell: (row) => {
      const value = read(row);
      return value === null ? <NumberCell value={null} reason={reason} /> : formatCount(value);
    },
  };
}

const NAMES: readonly Column[] = [
  {
    ...{ id: "state", header: "●", width: 36, align: "center" as const },
    description: "● read ▲ read with notes ◌ unfinished ■ failed ○ vanished",
    value: (row) => row.state,
    cell: (row) => <StatusMark {...jobState(row)} />,
  },
  {
    ...{ id: "jid", header: "job", width: 130 },
    value: (row) => row.jid,
    cell: (row) => <Link href={jobHref(row)}>{row.jid}</Link>,
  },
  {
    ...{ id: "filter", header: "filter", width: 72 },
    value: (row) => row.filter,
    cell: (row) => told(row.filter),
  },
  { ...{ id: "field", header: "field", width: 84 }, value: (row) => row.field, cell: (row) => told(row.field) },
  {
    ...{ id: "sca", header: "SCA", width: 56, isNumber: true },
    description: "detector of Roman's wide field instrument, 1 to 18",
    value: (row) => row.sca,
    cell: (row) => told(row.sca === null ? null : String(row.sca)),
  },
  {
    ...{ id: "mjd", header: "MJD", unit: "d", width: 104, isNumber: true },
    value: (row) => row.mjd,
    cell: (row) => <NumberCell value={row.mjd} digits={3} unit="d" reason="the science header has no MJD" />,
  },
];

const COUNTS: readonly Column[] = [
  count({
    ...{ id: "candidates", header: "candidates", read: (row) => row.candidates },
    description: "detections of either algorithm, those of both counted once",
  }),
  count({
    ...{ id: "zogy_only", header: "ZOGY only", read: (row) => row.zogyOnly, reason: NO_TWO },
    description: "found by ZOGY and not by SFFT",
  }),
  count({
    ...{ id: "both", header: "both", read: (row) => row.both, reason: NO_TWO },
    description: "found by ZOGY and by SFFT",
  }),
  count({
    ...{ id: "sfft_only", header: "SFFT only", read: (row) => row.sfftOnly, reason: NO_TWO },
    description: "found by SFFT and not by ZOGY",
  }),
  count({
    ...{ id: "real", header: "real", read: (row) => row.real, reason: NO_TRUTH },
    description: "candidates with a truth",
  }),
  count({
    ...{ id: "bogus", header: "bogus", read: (row) => row.bogus, reason: NO_TRUTH },
    description: "candidates without a truth",
  }),
  count({
    ...{ id: "injected_found", header: "inj found", read: (row) => row.injectedFound, reason: NO_INJECTED },
    description: "injected sources that a candidate was matched to",
  }),
  count({
    ...{ id: "injected_missed", header: "inj missed", read: (row) => row.injectedMissed, reason: NO_INJECTED },
    description: "injected sources that no candidate was matched to",
  }),
];

const ENDS: readonly Column[] = [
  {
    ...{ id: "channels", header: "images", width: 76, isNumber: true, canSort: false },
    description: "images that are there, of nine (of three in a set of alerts)",
    value: (row) => row.channelsPresent,
    cell: (row) => `${row.channelsPresent} / ${row.source === "rapid" ? 9 : 3}`,
  },
  {
    ...{ id: "notes", header: "notes", width: 66, isNumber: true },
    description: "what the folder lacks or has wrong; the page of the job says what each costs",
    value: (row) => row.noteCount,
    cell: (row) => (row.noteCount === 0 ? "" : formatCount(row.noteCount)),
  },
  {
    ...{ id: "mount", header: "mount", width: 120, grows: true, canSort: false },
    description: "mount and folder",
    value: (row) => `${row.mount}/${row.folder}`,
    cell: (row) => <span title={`${row.mount}/${row.folder}`}>{`${row.mount}/${row.folder}`}</span>,
  },
];

export const JOB_COLUMNS: readonly Column[] = [...NAMES, ...COUNTS, ...ENDS];
