// Every bin of the completeness curves as numbers that lead on: to the candidates of those found, to the list of all, or of those missed.
import Link from "next/link";
import { DETECTION_SETS } from "@/lib/difference/compare/injections";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import { PlainTable } from "../tables/plain-table";
import { formatCount, formatNumber } from "../ui/format";
import styles from "./compare.module.css";
import { type BinAddress, FOUND_APART } from "./compare-bins";
import { SET_STYLES } from "./compare-completeness";

export interface CompareBinsTableProps {
  answer: CompareAnswer;
  /** address of the candidates of a bin */
  candidatesHref: (bin: BinAddress) => string;
  /** address of this page with the sources of a bin: all of them, or those that neither found */
  sourcesHref: (bin: Pick<BinAddress, "startMag" | "endMag">, found: "any" | "neither") => string;
}

interface BinRow {
  startMag: number;
  endMag: number;
  injected: number;
  detected: Record<BinAddress["set"], number>;
}

function rowsOf({ completeness }: CompareAnswer): BinRow[] {
  return completeness.either.bins.map(({ startMag, endMag }, i) => {
    const at = (set: BinAddress["set"]) => completeness[set].bins[i];
    return {
      ...{ startMag, endMag },
      injected: Math.max(...DETECTION_SETS.map((set) => at(set)?.injected ?? 0)),
      detected: {
        zogy: at("zogy")?.detected ?? 0,
        sfft: at("sfft")?.detected ?? 0,
        either: at("either")?.detected ?? 0,
        both: at("both")?.detected ?? 0,
      },
    };
  });
}

function Count({ count, href, label }: { count: number; href: string; label: string }) {
  if (count === 0) return <span className="dim">0</span>;
  return (
    <Link href={href} prefetch={false} aria-label={label} title={label}>
      {formatCount(count)}
    </Link>
  );
}

function isOfTwo(set: BinAddress["set"]): boolean {
  return set === "either" || set === "both";
}

export function CompareBinsTable({ answer, candidatesHref, sourcesHref }: CompareBinsTableProps) {
  const magnitudes = ({ startMag, endMag }: BinRow) => `${formatNumber(startMag, 2)} to ${formatNumber(endMag, 2)}`;
  return (
    <section className={styles.curve} aria-label="Bins">
      <h2>Its bins</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to take the focus (axe, scrollable-region-focusable) */}
      <div className={styles.bins} tabIndex={0}>
        <PlainTable
          label="Bins of completeness"
          rows={rowsOf(answer).filter(({ injected }) => injected > 0)}
          rowKey={({ startMag }) => startMag}
          columns={[
            { header: "AB mag", isNumber: true, cell: magnitudes },
            {
              header: "sources",
              isNumber: true,
              cell: (row) => (
                <Count
                  count={row.injected}
                  href={sourcesHref(row, "any")}
                  label={`${row.injected} sources of ${magnitudes(row)} mag`}
                />
              ),
            },
            ...DETECTION_SETS.map((set) => ({
              header: `${SET_STYLES[set].label}${isOfTwo(set) ? " *" : ""}`,
              isNumber: true,
              cell: (row: BinRow) => (
                <Count
                  count={row.detected[set]}
                  href={candidatesHref({ set, ...row })}
                  label={`${row.detected[set]} found by ${SET_STYLES[set].label}, ${magnitudes(row)} mag: their candidates${isOfTwo(set) ? `; ${FOUND_APART}` : ""}`}
                />
              ),
            })),
            {
              header: "missed",
              isNumber: true,
              cell: (row) => (
                <Count
                  count={row.injected - row.detected.either}
                  href={sourcesHref(row, "neither")}
                  label={`${row.injected - row.detected.either} missed by both, ${magnitudes(row)} mag`}
                />
              ),
            },
          ]}
        />
      </div>
      <p className={styles.note}>
        sources: all of the bin, found or missed; of the sets: the candidates in which they were found; missed: by both,
        each with the reason and its place in the job. * can lead to another number of candidates: {FOUND_APART}
      </p>
    </section>
  );
}
