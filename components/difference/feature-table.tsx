// What was measured of a candidate, ZOGY and SFFT side by side, each with its place among the values of the job.
import type { CandidateFeature } from "@/lib/queries/difference-rows";
import { formatSignificant } from "../ui/format";
import { type FeaturePair, pairFeatures } from "./feature-pairs";
import styles from "./vetting.module.css";

function Value({ feature }: { feature: CandidateFeature | null }) {
  const value = feature?.value ?? null;
  const percentile = feature?.percentile ?? null;
  return (
    <>
      <td>
        {value === null ? (
          <span title="not measured">○</span>
        ) : (
          <span title={String(value)}>{formatSignificant(value, 4)}</span>
        )}
      </td>
      <td className={styles.share}>
        {percentile === null ? null : (
          <span title={`${percentile.toFixed(1)} % of the job's values are at or below it`}>
            <i style={{ width: `${percentile}%` }} aria-hidden="true" />
            {percentile.toFixed(0)}
          </span>
        )}
      </td>
    </>
  );
}

function Head({ names }: { names: readonly string[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">feature</th>
        {names.map((name, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same words head two columns, their order does not change
          <th key={`${name} ${i}`} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Name({ pair: { name, unit, description } }: { pair: FeaturePair }) {
  return (
    <th scope="row" title={description}>
      {name}
      {unit ? <span className={styles.dim}> [{unit}]</span> : null}
    </th>
  );
}

export function FeatureTable({ features, isBlind }: { features: readonly CandidateFeature[]; isBlind: boolean }) {
  const pairs = pairFeatures(features, isBlind);
  const ours = pairs.filter(({ own }) => own !== null);
  const paired = pairs.filter(({ own }) => own === null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to take the focus (axe, scrollable-region-focusable)
    <section className={styles.features} aria-label="Features" tabIndex={0}>
      <table>
        {paired.length > 0 ? (
          <>
            <Head names={["ZOGY", "% of job", "SFFT", "% of job"]} />
            <tbody>
              {paired.map((pair) => (
                <tr key={pair.zogy?.column}>
                  <Name pair={pair} />
                  <Value feature={pair.zogy} />
                  <Value feature={pair.sfft} />
                </tr>
              ))}
            </tbody>
          </>
        ) : null}
      </table>
      <table>
        <Head names={["value", "% of job"]} />
        <tbody>
          {ours.map((pair) => (
            <tr key={pair.name}>
              <Name pair={pair} />
              <Value feature={pair.own} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
