// An error says place, found, expected, and what to do.
import type { ReactNode } from "react";
import styles from "./states.module.css";

export interface ErrorStateProps {
  title: string;
  /** "place: found, expected …" in one line */
  message: string;
  /** what to do about it */
  children?: ReactNode;
  action?: ReactNode;
}

export function ErrorState({ title, message, children, action }: ErrorStateProps) {
  return (
    <section className={styles.state} role="alert">
      <p className={styles.title} data-failed="true">
        <span aria-hidden="true">■</span> {title}
      </p>
      <p className={styles.message}>{message}</p>
      {children ? <div className={styles.text}>{children}</div> : null}
      {action ? <div>{action}</div> : null}
    </section>
  );
}
