// ⟳ 2 runs 63 %: what is being computed now, wherever one is.
import Link from "next/link";
import { plural } from "./format";
import styles from "./shell.module.css";

export interface ActiveRuns {
  count: number;
  tasksDone: number;
  taskCount: number;
}

export function RunIndicator({ active }: { active: ActiveRuns }) {
  if (active.count === 0) return null;
  const percent = active.taskCount === 0 ? 0 : Math.floor((100 * active.tasksDone) / active.taskCount);
  return (
    <Link href="/runs" className={styles.progress} title={`${active.tasksDone} of ${active.taskCount} tasks done`}>
      <span aria-hidden="true">◌</span> {plural(active.count, "run")} {percent} %
    </Link>
  );
}
