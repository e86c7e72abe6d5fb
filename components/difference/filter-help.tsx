"use client";
// What can be written into the filter: each example is a button, every column is listed with its meaning.
import { Button, Popover } from "@mantine/core";
import { useState } from "react";
import { STORED_COLUMNS } from "@/lib/difference/stored-columns";
import styles from "./candidates.module.css";

const EXAMPLES: readonly { filter: string; meaning: string }[] = [
  { filter: "zogy_snr > 8 & sfft_sharpness < 0.8", meaning: "columns against numbers; & and, | or, ! not, brackets" },
  { filter: "zogy_flux > 2 * sfft_flux", meaning: "any pair, with + - * / and abs()" },
  { filter: "abs(zogy_mag - sfft_mag) > 0.3", meaning: "where the algorithms differ" },
  { filter: "detected_by = zogy, both", meaning: "one of some words" },
  { filter: "jid ~ 80", meaning: "a part of a text" },
  { filter: "truth_id = none", meaning: "none: not measured; any: measured" },
  { filter: "candidate_flags = duplicate", meaning: "has the word" },
  { filter: "cut_failed = none", meaning: "passes RAPID's cuts; elongation, zogy:edge, any: fails them" },
  { filter: "verdict = none", meaning: "nobody has judged it; any; or what was said" },
];

export function FilterHelp({ onTry }: { onTry: (filter: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const take = (filter: string) => {
    setOpen(false);
    onTry(filter);
  };
  return (
    <Popover position="bottom-end" opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button onClick={() => setOpen(!isOpen)}>Filter help</Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.help} aria-label="Filter help">
        <ul className={styles.examples}>
          {EXAMPLES.map(({ filter, meaning }) => (
            <li key={filter}>
              <Button variant="subtle" onClick={() => take(filter)} className="mono">
                {filter}
              </Button>
              <span className="dim">{meaning}</span>
            </li>
          ))}
        </ul>
        <p>A comparison with a value that was not measured keeps nothing, and neither does its negation. Columns:</p>
        <dl className={styles.columns} tabIndex={0}>
          {STORED_COLUMNS.map(({ name, unit, description }) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd>
                {description}
                {unit ? ` [${unit}]` : ""}
              </dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
