// Status is never colour alone: a shape, a colour and a word. ● pass ▲ warn ■ fail ○ not measured ◌ running.
import styles from "./status-mark.module.css";

export type Status = "pass" | "warn" | "fail" | "none" | "running" | "waiting";

const MARKS: Record<Status, { sign: string; word: string }> = {
  pass: { sign: "●", word: "pass" },
  warn: { sign: "▲", word: "warn" },
  fail: { sign: "■", word: "fail" },
  none: { sign: "○", word: "not measured" },
  running: { sign: "◌", word: "running" },
  waiting: { sign: "◌", word: "waiting" },
};

export interface StatusMarkProps {
  status: Status;
  /** the word in this place: "done", "unreadable", "2 failed" */
  word?: string;
  /** print the word beside the sign, not only on hover */
  withWord?: boolean;
}

export function StatusMark({ status, word, withWord = false }: StatusMarkProps) {
  const mark = MARKS[status];
  const text = word ?? mark.word;
  if (withWord) {
    return (
      <span className={styles.mark} data-status={status}>
        <span aria-hidden="true" className={styles.sign}>
          {mark.sign}
        </span>{" "}
        <span className={styles.word}>{text}</span>
      </span>
    );
  }
  return (
    <span className={styles.mark} data-status={status} role="img" aria-label={text} title={text}>
      <span className={styles.sign}>{mark.sign}</span>
    </span>
  );
}
