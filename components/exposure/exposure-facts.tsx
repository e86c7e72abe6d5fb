// The facts of an exposure in one line; what the headers do not tell is said, not left blank.
import type { ExposurePageFacts } from "@/lib/queries/exposure";
import { formatMjd } from "../ui/format";
import styles from "./exposure.module.css";

function factsOf(exposure: ExposurePageFacts): [label: string, value: string | null][] {
  const seconds = exposure.exposureTimeSeconds;
  return [
    ["type", exposure.observationType],
    ["filter", exposure.physicalFilter],
    ["exp s", seconds === null ? null : String(seconds)],
    ["mid UT", exposure.mjdMid === null ? null : formatMjd(exposure.mjdMid)],
    ["object", exposure.object],
    ["label", exposure.label],
  ];
}

export function ExposureFacts({ exposure }: { exposure: ExposurePageFacts }) {
  const missing = exposure.missing.join("\n");
  return (
    <div className={styles.facts} title={missing || undefined}>
      {factsOf(exposure).map(([label, value]) =>
        value === null ? null : (
          <span key={label}>
            {label} <b>{value}</b>
          </span>
        ),
      )}
      {missing ? <span>○ {exposure.missing.length} not told by the headers</span> : null}
    </div>
  );
}
