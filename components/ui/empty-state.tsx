// An empty page says what would fill it and offers the one action.
import type { ReactNode } from "react";
import styles from "./states.module.css";

export interface EmptyStateProps {
  /** "No exposures" */
  title: string;
  /** what would fill it */
  children?: ReactNode;
  /** the one action: a button or link */
  action?: ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <section className={styles.state} aria-label={title}>
      <p className={styles.title}>
        <span aria-hidden="true">○</span> {title}
      </p>
      {children ? <div className={styles.text}>{children}</div> : null}
      {action ? <div>{action}</div> : null}
    </section>
  );
}
