// The numbers of one detector in one line, or why there are none.

import styles from "@/components/exposure/exposure.module.css";
import { detectorState } from "@/components/focal-plane/detector-columns";
import { QUANTITIES, readQuantity } from "@/components/focal-plane/quantities";
import { formatNumber } from "@/components/ui/format";
import { unitSign } from "@/components/ui/unit-sign";
import type { DetectorRow } from "@/lib/queries/exposure";

export function DetectorFacts({ row }: { row: DetectorRow }) {
  const { state, reason } = detectorState(row);
  if (state !== "measured") {
    return (
      <div className={styles.facts} title={reason ?? undefined}>
        <span>
          {state === "failed" ? "■" : "○"} {state}
          {reason ? `: ${reason}` : ""}
        </span>
      </div>
    );
  }
  return (
    <div className={styles.facts}>
      <span>{row.productType}</span>
      {QUANTITIES.map((quantity) => {
        const { value, unit, reason: why } = readQuantity(row, quantity.metric);
        return (
          <span key={quantity.metric} title={why ?? quantity.description}>
            {quantity.label} <b>{value === null ? "○" : formatNumber(value, quantity.digits)}</b> {unitSign(unit)}
          </span>
        );
      })}
    </div>
  );
}
