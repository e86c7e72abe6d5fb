import styles from "./states.module.css";

/** Space reserved for a page that is on its way. */
export function Skeleton() {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading">
      <div />
      <div />
    </div>
  );
}
