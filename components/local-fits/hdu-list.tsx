"use client";
// The HDUs of a local file: index, name, type, shape, compression; a mark where the file breaks the standard.
import type { FileHeaders } from "@/lib/queries/file-headers";
import type { HduHeader } from "@/lib/readers/fits";
import { storedTypeOf } from "@/lib/readers/fits/scaling";
import { plural } from "../ui/format";
import { StatusMark } from "../ui/status-mark";
import styles from "./local-fits.module.css";

export interface LocalHeaders extends FileHeaders {
  /** index of the HDU of each problem; one behind the last for what could not be read at all */
  troubledHdus: readonly number[];
}

export interface HduListProps {
  headers: LocalHeaders;
  current: number;
  onCurrent: (index: number) => void;
}

function kindOf(hdu: HduHeader): string {
  return hdu.bitpix === null ? hdu.type : storedTypeOf(hdu.bitpix);
}

/** Pixels of an image, NAXIS1 first as everywhere on the pages; of a table its rows. */
function sizeOf(hdu: HduHeader): string {
  const isTable = hdu.type === "table" || hdu.type === "bintable";
  return isTable ? plural(hdu.shape[0] ?? 0, "row") : hdu.shape.toReversed().join("×");
}

export function HduList({ headers, current, onCurrent }: HduListProps) {
  return (
    <nav className={styles.hdus} aria-label="HDUs">
      {headers.hdus.map((hdu) => (
        <button
          key={hdu.index}
          type="button"
          className={styles.hdu}
          aria-current={hdu.index === current || undefined}
          onClick={() => onCurrent(hdu.index)}
        >
          <span className={styles.mark}>
            {headers.troubledHdus.includes(hdu.index) ? <StatusMark status="fail" word="breaks the standard" /> : null}
          </span>
          <span className={styles.number}>{hdu.index}</span>
          <span className={styles.name} title={hdu.name ?? undefined}>
            {hdu.name ?? (hdu.index === 0 ? "primary" : "")}
          </span>
          <span>{kindOf(hdu)}</span>
          <span className={styles.number}>{sizeOf(hdu)}</span>
          <span className={styles.compression}>{hdu.compression}</span>
        </button>
      ))}
      {headers.problems.map((problem) => (
        <p key={problem} className={styles.problem}>
          ■ {problem}
        </p>
      ))}
    </nav>
  );
}
