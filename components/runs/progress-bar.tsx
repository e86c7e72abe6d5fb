// How far a run is: done, failed and what is left, in one bar with its numbers.
import { formatCount } from "../ui/format";
import styles from "./runs.module.css";

export interface ProgressBarProps {
  done: number;
  failed: number;
  total: number;
  label: string;
}

export function ProgressBar({ done, failed, total, label }: ProgressBarProps) {
  const percent = (count: number) => `${total === 0 ? 0 : (100 * count) / total}%`;
  const failures = failed > 0 ? `, ${formatCount(failed)} failed` : "";
  const text = `${formatCount(done)} of ${formatCount(total)} tasks done${failures}`;
  return (
    <div className={styles.progress} title={text}>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done + failed}
        aria-valuetext={text}
      >
        <div className={styles.done} style={{ width: percent(done) }} />
        <div className={styles.failed} style={{ width: percent(failed) }} />
      </div>
      <span className="mono">
        {formatCount(done + failed)}/{formatCount(total)}
      </span>
    </div>
  );
}
