"use client";
// One number as the panel writes it: full precision on hover, a click copies it, and a reason where there is none.
import { useState } from "react";
import { formatNumber } from "./format";
import styles from "./number-cell.module.css";

export interface NumberCellProps {
  value: number | null;
  /** places after the point; the same in a whole column, so that it aligns */
  digits?: number;
  unit?: string;
  /** why there is no value; shown on hover of ○ */
  reason?: string;
}

export function NumberCell({ value, digits = 2, unit, reason }: NumberCellProps) {
  const [isCopied, setCopied] = useState(false);
  if (value === null) {
    const why = reason ? `not measured: ${reason}` : "not measured";
    return (
      <span className={styles.none} title={why}>
        <span aria-hidden="true">○</span>
        <span className={styles.hidden}>{why}</span>
      </span>
    );
  }
  const full = unit ? `${value} ${unit}` : String(value);
  const copy = async () => {
    await navigator.clipboard.writeText(String(value));
    setCopied(true);
    setTimeout(() => setCopied(false), 800);
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.number}
      title={isCopied ? "copied" : `${full} (click copies)`}
      onClick={copy}
    >
      {formatNumber(value, digits)}
    </button>
  );
}
