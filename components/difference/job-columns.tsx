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

function count(
  id: string,
  header: string,
  description: string,
  read: (row: DifferenceJobRow) => number | null,
): Column {
  return {
    ...{ id, header, description, width: 24 + Math.max(6, header.length) * 7, isNumber: true, value: read },
    cell: (row) => {
      const value = read(row);
      return value === null ? (
        <NumberCell value={null} reason="reference mode does not match SFFT" />
      ) : (
        formatCount(value)
      );
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
  count(
    "candidates",
    "candidates",
    "detections of either algorithm, those of both counted once",
    (row) => row.candidates,
  ),
  count("zogy_only", "ZOGY only", "found by ZOGY and not by SFFT", (row) => row.zogyOnly),
  count("both", "both", "found by ZOGY and by SFFT", (row) => row.both),
  count("sfft_only", "SFFT only", "found by SFFT and not by ZOGY", (row) => row.sfftOnly),
  count("real", "real", "candidates with a truth", (row) => row.real),
  count("bogus", "bogus", "candidates without a truth", (row) => row.bogus),
  count("injected_found", "inj found", "injected sources that a candidate was matched to", (row) => row.injectedFound),
  count(
    "injected_missed",
    "inj missed",
    "injected sources that no candidate was matched to",
    (row) => row.injectedMissed,
  ),
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
