// The numbers of a job or of a selection of jobs in one line: who found what, what is real, what was injected.
import Link from "next/link";
import type { DifferenceCounts } from "@/lib/queries/difference-rows";
import { formatCount } from "../ui/format";
import styles from "./difference.module.css";

export interface DifferenceTotalsProps {
  counts: DifferenceCounts;
  label: string;
  /** candidates of a filter in the filter language; none: the numbers lead nowhere */
  hrefOf?: (filter: string) => string;
}

interface Total {
  sign: string;
  label: string;
  count: number | null;
  filter?: string;
  title?: string;
}

/** A part of what was injected, with its share in per cent; where nothing was injected, or no list of it read, that. */
function ofInjected(part: number | null, { injectedFound, injectedMissed }: DifferenceCounts): string {
  if (part === null || injectedFound === null || injectedMissed === null)
    return "not measured: no list of injected sources";
  const injected = injectedFound + injectedMissed;
  const share = injected === 0 ? "" : `: ${((100 * part) / injected).toFixed(1)} %`;
  return `of ${formatCount(injected)} injected${share}`;
}

function totalsOf(counts: DifferenceCounts): Total[][] {
  return [
    [
      { sign: "◐", label: "ZOGY only", count: counts.zogyOnly, filter: "detected_by = zogy" },
      { sign: "●", label: "both", count: counts.both, filter: "detected_by = both" },
      { sign: "◑", label: "SFFT only", count: counts.sfftOnly, filter: "detected_by = sfft" },
    ],
    [
      { sign: "●", label: "real", count: counts.real, filter: "label = 1" },
      { sign: "□", label: "bogus", count: counts.bogus, filter: "label = 0" },
      {
        ...{ sign: "○", label: "undecided", count: counts.undecided },
        title: "a nearer candidate has its truth, or the job has no truth",
      },
    ],
    [
      {
        ...{ sign: "◆", label: "injected found", count: counts.injectedFound, filter: "injected = true" },
        title: ofInjected(counts.injectedFound, counts),
      },
      {
        ...{ sign: "◇", label: "missed", count: counts.injectedMissed },
        title: ofInjected(counts.injectedMissed, counts),
      },
    ],
    [
      { sign: "", label: "truth found by ZOGY", count: counts.foundByZogy },
      {
        sign: "",
        label: "by SFFT",
        count: counts.foundBySfft,
        title: "○ in reference mode, which does not match SFFT",
      },
      { sign: "", label: "by either", count: counts.foundByEither, title: `of ${formatCount(counts.truth)} sources` },
    ],
  ];
}

export function DifferenceTotals({ counts, label, hrefOf }: DifferenceTotalsProps) {
  return (
    <section className={styles.totals} aria-label={label}>
      {totalsOf(counts).map((group) => (
        <span key={group[0]?.label} className={styles.group}>
          {group.map(({ sign, label: name, count, filter, title }) => {
            const text = `${sign} ${name} `.trimStart();
            const written = count === null ? "○" : formatCount(count);
            return filter && hrefOf && count !== null ? (
              <Link key={name} href={hrefOf(filter)} title={title ?? `candidates with ${filter}`}>
                {text}
                <b>{written}</b>
              </Link>
            ) : (
              <span key={name} title={title}>
                {text}
                <b>{written}</b>
              </span>
            );
          })}
        </span>
      ))}
    </section>
  );
}
