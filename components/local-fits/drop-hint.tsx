"use client";
// Shown while files are dragged over the window. It takes no events: what lies below may take the files itself.
import { Portal } from "@mantine/core";
import styles from "./local-fits.module.css";

export function DropHint() {
  return (
    <Portal>
      <div className={styles.hint} role="status">
        <p>Drop to look at it: read here, nothing is uploaded</p>
      </div>
    </Portal>
  );
}
