// Depths of each set with their errors, and the paired test on the same injections.
import type { BootstrapInterval } from "@/lib/difference/compare/bootstrap";
import type { Depth } from "@/lib/difference/compare/depth";
import { DETECTION_SETS } from "@/lib/difference/compare/injections";
import type { CompareAnswer } from "@/lib/queries/difference-compare-measure";
import { PlainTable } from "../tables/plain-table";
import { formatCount, formatNumber, formatSignificant, plural } from "../ui/format";
import styles from "./compare.module.css";
import { SET_STYLES } from "./compare-completeness";

export function CompareFacts({ answer }: { answer: CompareAnswer }) {
  const { paired, jobCount, truthCount, replicates } = answer;
  return (
    <div className={styles.facts}>
      <section aria-label="Depths">
        <h2>Depth: where completeness falls below 80, 50 and 20 % [AB mag]</h2>
        <PlainTable
          label="Depths"
          rows={DETECTION_SETS.map((set) => answer.depths[set])}
          rowKey={({ set }) => set}
          columns={[
            { header: "set", cell: ({ set }) => SET_STYLES[set].label },
            ...[0, 1, 2].map((level) => ({
              header: ["m80", "m50", "m20"][level] ?? "",
              cell: ({ depths }: CompareAnswer["depths"]["zogy"]) => {
                const depth = depths[level];
                if (!depth) return null;
                return (
                  <>
                    <DepthCell depth={depth.interpolated} interval={depth.interpolatedInterval} />
                    <FittedCell depth={depth.fitted} />
                  </>
                );
              },
            })),
          ]}
        />
        <p className={styles.note}>
          First: between the middles of bins, by straight lines; in brackets 95 % of {formatCount(replicates)} draws of{" "}
          {plural(jobCount, "job")} with replacement. Fit: where the logistic curve A / (1 + exp((m − m₀) / w)), fitted
          to all sources by maximum likelihood, passes the level; it does not depend on the bins, but on completeness
          falling like that, and has no error here. {differenceWords(answer)} {falsePositiveWords(answer)}
        </p>
      </section>
      <section aria-label="Paired test">
        <h2>The same {formatCount(truthCount)} sources under both</h2>
        <PlainTable
          label="Paired test"
          rows={[
            { found: "found by ZOGY", withSfft: paired.both, without: paired.zogyOnly },
            { found: "missed by ZOGY", withSfft: paired.sfftOnly, without: paired.neither },
          ]}
          rowKey={({ found }) => found}
          columns={[
            { header: "", cell: ({ found }) => found },
            { header: "found by SFFT", isNumber: true, cell: ({ withSfft }) => formatCount(withSfft) },
            { header: "missed by SFFT", isNumber: true, cell: ({ without }) => formatCount(without) },
          ]}
        />
        <p className={styles.note}>{pairedWords(answer)}</p>
      </section>
    </div>
  );
}

function DepthCell({ depth, interval }: { depth: Depth; interval: BootstrapInterval }) {
  if (depth.state === "not reached")
    return (
      <span className="dim" title={depth.reason}>
        ○ {depth.side === "fainter" ? "fainter than all" : depth.side === "brighter" ? "not reached" : "not measured"}
      </span>
    );
  const range =
    interval.state === "measured"
      ? `${limit(interval.low)} to ${limit(interval.high)}`
      : `error not measured: ${interval.reason}`;
  return (
    <span title={depth.crossings > 1 ? `falls through the level ${depth.crossings} times; the brightest` : undefined}>
      <span className="mono">{formatNumber(depth.magnitude, 2)}</span> <span className="dim">({range})</span>
    </span>
  );
}

function FittedCell({ depth }: { depth: Depth }) {
  if (depth.state === "not reached")
    return (
      <div className="dim" title={depth.reason}>
        fit ○
      </div>
    );
  return (
    <div className="dim">
      fit <span className="mono">{formatNumber(depth.magnitude, 2)}</span>
    </div>
  );
}

function limit(magnitude: number | null): string {
  return magnitude === null ? "beyond" : formatNumber(magnitude, 2);
}

function differenceWords({ differences }: CompareAnswer): string {
  const half = differences.find(({ level }) => level === 0.5);
  if (!half || half.interpolatedMag === null) return "SFFT against ZOGY: not measured.";
  const { interpolatedMag, interpolatedInterval: interval } = half;
  const range =
    interval.state === "measured"
      ? ` (${limit(interval.low)} to ${limit(interval.high)})`
      : ` (error not measured: ${interval.reason})`;
  const word = interpolatedMag >= 0 ? "deeper" : "less deep";
  return `SFFT is ${formatNumber(Math.abs(interpolatedMag), 2)} mag ${word} than ZOGY at 50 %; SFFT − ZOGY = ${formatNumber(interpolatedMag, 2)}${range}.`;
}

function falsePositiveWords({ falsePositiveDepths: { zogy, sfft } }: CompareAnswer): string {
  const words = (depth: typeof zogy) => {
    if (depth === null) return "○ not measured";
    return depth.state === "reached" ? formatNumber(depth.magnitude, 2) : `○ not reached (${depth.reason})`;
  };
  return `m_th, where false positives as the finders have them reach 10 per image: ZOGY ${words(zogy)}, SFFT ${words(sfft)} (flux of the PSF fit on the scale of the matched sources of each job, bins of 0.2 mag).`;
}

function pairedWords({ paired }: CompareAnswer): string {
  const missing = paired.notMeasured > 0 ? `; ${formatCount(paired.notMeasured)} not measured under both` : "";
  if (paired.midP === null || paired.exactP === null) return `McNemar: no source was found by just one${missing}`;
  return `McNemar, mid-p ${formatChance(paired.midP)}, exact p ${formatChance(paired.exactP)}: the chance of so uneven a split if both were as good${missing}`;
}

/** Two digits; below a thousandth as a power of ten. */
function formatChance(p: number): string {
  if (p === 0) return "below 1e−307";
  return p < 1e-3 ? p.toExponential(1).replace("e-", "e−") : formatSignificant(p, 2);
}
