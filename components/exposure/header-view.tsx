"use client";
// HDUs of a file with every header card; a search keeps the cards that have the text and says how many there are.
import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import type { FileHeaders } from "@/lib/queries/file-headers";
import type { HduHeader } from "@/lib/readers/fits";
import { plural } from "../ui/format";
import styles from "./exposure.module.css";

function hduLabel(hdu: HduHeader): string {
  const shape = hdu.shape.length ? ` ${hdu.shape.join("×")}` : "";
  const compression = hdu.compression ? ` ${hdu.compression}` : "";
  return `${hdu.index} ${hdu.name ?? ""} ${hdu.type}${shape}${compression}`.replace("  ", " ");
}

/** Cards with the text in them, any case, of one HDU or of all. */
export function findCards(hdus: readonly HduHeader[], text: string): { hdu: HduHeader; cards: string[] }[] {
  const wanted = text.trim().toLowerCase();
  return hdus
    .map((hdu) => ({ hdu, cards: hdu.cards.filter((card) => card.toLowerCase().includes(wanted)) }))
    .filter(({ cards }) => cards.length > 0 || wanted === "");
}

/** More cards than this are not drawn: search. A raw LSSTCam exposure has 100,000. */
const CARDS_SHOWN = 4000;

export interface HeaderViewProps {
  /** undefined: on its way; text: why it cannot be read */
  headers: FileHeaders | string | undefined;
  hdu: string;
  onHdu: (hdu: string) => void;
}

export function HeaderView({ headers, hdu, onHdu }: HeaderViewProps) {
  const [text, setText] = useState("");
  if (headers === undefined) return <div className={styles.header}>◌ reading the headers</div>;
  if (typeof headers === "string") return <p className={styles.problem}>■ {headers}</p>;
  const chosen = hdu === "all" ? headers.hdus : headers.hdus.filter((candidate) => String(candidate.index) === hdu);
  const found = findCards(chosen, text);
  const count = found.reduce((sum, { cards }) => sum + cards.length, 0);
  let room = CARDS_SHOWN;
  const lines = found.map(({ hdu: of, cards }) => {
    const shown = cards.slice(0, Math.max(0, room));
    room -= shown.length;
    return { of, shown };
  });
  return (
    <section className={styles.header} aria-label="Header">
      <div className={styles.bar}>
        <NativeSelect
          aria-label="HDU"
          size="xs"
          data={[
            { value: "all", label: `all ${plural(headers.hdus.length, "HDU")}` },
            ...headers.hdus.map((one) => ({ value: String(one.index), label: hduLabel(one) })),
          ]}
          value={hdu}
          onChange={(event) => onHdu(event.currentTarget.value)}
        />
        <TextInput
          aria-label="Search the header"
          size="xs"
          placeholder="keyword, value or comment"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={220}
        />
        <span className={styles.dim} aria-live="polite">
          {plural(count, "card")}
          {count > CARDS_SHOWN ? `, the first ${CARDS_SHOWN} shown` : ""}
        </span>
      </div>
      {headers.problems.map((problem) => (
        <p key={problem} className={styles.problem}>
          ■ {problem}
        </p>
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long header is scrolled by keys */}
      <section className={styles.cards} tabIndex={0} aria-label="Cards">
        {lines.map(({ of, shown }) => (
          <div key={of.index}>
            <b>{hduLabel(of)}</b>
            {`\n${shown.join("\n")}\n\n`}
          </div>
        ))}
      </section>
    </section>
  );
}
