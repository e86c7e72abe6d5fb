// How far two readers agree beyond chance, and the candidates on which they do not.
import type { Kappa } from "@/lib/difference/compare/reader-agreement";
import { formatCount } from "../ui/format";
import styles from "./vetting.module.css";

export interface AgreementLineProps {
  first: string;
  second: string;
  compared: number;
  kappa: Kappa;
  differing: number;
  /** those of the differing that the server lists */
  disagreements: readonly { rowId: string; candidateId: string; first: string; second: string }[];
  onOpen: (candidateId: string) => void;
}

const digits = (value: number) => value.toFixed(2).replace("-", "\u2212");

function kappaWords(kappa: Kappa): string {
  if (kappa.state === "not measured") return `○ κ not measured: ${kappa.reason}`;
  const { kappa: value, low, high, observed } = kappa;
  return `κ ${digits(value)} (${digits(low)} to ${digits(high)}), ${(100 * observed).toFixed(0)} % the same label`;
}

export function AgreementLine(props: AgreementLineProps) {
  const { first, second, compared, kappa, differing, disagreements, onOpen } = props;
  const cut = differing > disagreements.length ? `, the first ${disagreements.length} listed` : "";
  return (
    <section className={styles.agreement} aria-label="Agreement of readers">
      <span title="Cohen's kappa: 1 full agreement, 0 as by chance; 95 % interval">
        {first} and {second}: {formatCount(compared)} judged by both · {kappaWords(kappa)}
      </span>
      <span className={styles.dim}>
        {formatCount(differing)} disagreements{cut}
      </span>
      {disagreements.map(({ rowId, candidateId, ...labels }) => (
        <button key={rowId} type="button" onClick={() => onOpen(candidateId)}>
          <span className="mono">{candidateId}</span> {labels.first} ≠ {labels.second}
        </button>
      ))}
    </section>
  );
}
