// Columns of the table of candidates: every stored column under its published name, and what people say.
import { PUBLISHED_COLUMNS } from "@/lib/difference/candidate-columns";
import { STORED_COLUMNS, type StoredColumn } from "@/lib/difference/stored-columns";
import type { CandidateRow, CandidateValue } from "@/lib/queries/difference-rows";
import type { DataColumn } from "../tables/columns";
import { NumberCell } from "../ui/number-cell";
import styles from "./candidates.module.css";
import { CANDIDATE_MARKS, candidateMark } from "./candidates-table-marks";

const PUBLISHED = new Set(PUBLISHED_COLUMNS.map(({ name }) => name));
/** Ends of names whose values are small numbers near 1, or positions: more places. */
const DIGITS: readonly [RegExp, number][] = [
  [/^(id|label|sca|zogy_id|sfft_id|.*flags|.*npix|.*n_pixels_fit)$/, 0],
  [/^(ra|dec)$/, 6],
  [/^mjd$/, 5],
  [/(_snr|^snr|_snr_3px)$/, 1],
];

/** Of columns whose values are longer than their names, px. */
const LEAST_WIDTHS: Record<string, number> = {
  truth_id: 140,
  zogy_truth_id: 140,
  sfft_truth_id: 140,
  candidate_id: 160,
  jid: 110,
  object_id: 180,
  candidate_flags: 220,
  cut_failed: 220,
};

/** Names of sets of columns, in the order of the choice. */
export const COLUMN_SETS = ["overview", "zogy", "sfft", "ours", "all"] as const;
export type ColumnSet = (typeof COLUMN_SETS)[number];

export const COLUMN_SET_LABELS: Record<ColumnSet, string> = {
  overview: "overview",
  zogy: "published, ZOGY",
  sfft: "published, SFFT",
  ours: "ours",
  all: "all columns",
};

const OVERVIEW = [
  ...["mark", "said", "jid", "detected_by", "x", "y", "snr", "zogy_flux_fit", "sfft_flux_fit", "separation_px"],
  ...["truth_id", "truth_sep_px", "edge_distance_px", "candidate_flags"],
];

function isPublishedOf(algorithm: "zogy" | "sfft", name: string): boolean {
  const other = algorithm === "zogy" ? "sfft_" : "zogy_";
  return PUBLISHED.has(name) && !name.startsWith(other);
}

/**
 * Ids of the columns of an address: a set's name, or the ids themselves.
 *
 * @param text of the address
 * @returns known ids; those of the overview when none is known
 */
export function shownColumns(text: string): readonly string[] {
  const names = STORED_COLUMNS.map(({ name }) => name);
  const own = ["mark", "said"];
  if (text === "zogy" || text === "sfft") return [...own, ...names.filter((name) => isPublishedOf(text, name))];
  if (text === "ours") return [...own, ...names.filter((name) => !PUBLISHED.has(name))];
  if (text === "all") return [...own, ...names];
  const known = new Set([...own, ...names]);
  const ids = text.split(",").filter((id) => known.has(id));
  return ids.length > 0 ? ids : OVERVIEW;
}

/** Of the shown columns those that the server is asked for. */
export function askedColumns(shown: readonly string[]): readonly string[] {
  return shown.filter((id) => id !== "mark" && id !== "said");
}

function digitsOf(name: string): number {
  return DIGITS.find(([pattern]) => pattern.test(name))?.[1] ?? 3;
}

function wordsOf(value: CandidateValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

function storedColumn({ name, type, unit, description }: StoredColumn): DataColumn<CandidateRow> {
  const isNumber = type === "float64" || type === "int64";
  const digits = digitsOf(name);
  return {
    id: name,
    header: name,
    unit: unit ?? undefined,
    description,
    width: Math.max(LEAST_WIDTHS[name] ?? 80, 26 + 7.4 * (name.length + (unit ? unit.length + 3 : 0))),
    isNumber,
    canSort: type !== "texts",
    value: (row) => (isNumber ? numberIn(row, name) : wordsOf(row.values[name])),
    cell: (row) =>
      isNumber ? (
        <NumberCell value={numberIn(row, name)} digits={digits} unit={unit ?? undefined} />
      ) : (
        <TextCell text={wordsOf(row.values[name])} />
      ),
  };
}

function numberIn(row: CandidateRow, name: string): number | null {
  const value = row.values[name];
  return typeof value === "number" ? value : null;
}

function TextCell({ text }: { text: string }) {
  if (text === "")
    return (
      <span className="dim" title="none">
        –
      </span>
    );
  return (
    <span className="mono" title={text}>
      {text}
    </span>
  );
}

const MARK: DataColumn<CandidateRow> = {
  id: "mark",
  header: "truth",
  description: `by the truth of the job: ${Object.values(CANDIDATE_MARKS)
    .map(({ sign, word }) => `${sign} ${word}`)
    .join("  ")}`,
  width: 104,
  canSort: false,
  value: (row) => candidateMark(row),
  cell: (row) => {
    const { sign, word } = CANDIDATE_MARKS[candidateMark(row)];
    return (
      <span className={styles.mark} data-kind={candidateMark(row)}>
        <span aria-hidden="true">{sign}</span> {word}
      </span>
    );
  },
};

const SAID: DataColumn<CandidateRow> = {
  id: "said",
  header: "verdict",
  description: "what was said of it last",
  width: 92,
  canSort: false,
  value: (row) => row.said?.label ?? null,
  cell: ({ said }) =>
    said === null ? (
      <span className="dim" title="nobody has judged it">
        –
      </span>
    ) : (
      <span
        title={`${said.person}, ${said.at.slice(0, 16).replace("T", " ")} UT${said.comment ? `: ${said.comment}` : ""}`}
      >
        {said.label ?? "comment"}
      </span>
    ),
};

export const CANDIDATE_COLUMNS: readonly DataColumn<CandidateRow>[] = [MARK, SAID, ...STORED_COLUMNS.map(storedColumn)];
