"use client";
// The address: each crumb links to its page and opens its neighbours, with status, type to filter.
import { Popover, TextInput } from "@mantine/core";
import Link from "next/link";
import { useState } from "react";
import styles from "./crumbs.module.css";
import { type Status, StatusMark } from "./status-mark";

export interface Neighbour {
  label: string;
  href: string;
  /** dim text after the label: type, filter */
  detail?: string;
  status?: Status;
  statusWord?: string;
}

export interface Crumb {
  label: string;
  /** null: the page that is shown */
  href: string | null;
  /** what stands beside it: the other exposures of the day, the other detectors */
  neighbours?: readonly Neighbour[];
  /** "Exposures of 2025-06-13" */
  neighboursLabel?: string;
}

/** More than this is not a list but a search; the filter narrows it. */
const NEIGHBOURS_SHOWN = 300;

function NeighbourList({ neighbours, onGo }: { neighbours: readonly Neighbour[]; onGo: () => void }) {
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const found = neighbours.filter((item) => `${item.label} ${item.detail ?? ""}`.toLowerCase().includes(wanted));
  return (
    <>
      <TextInput
        aria-label="Filter neighbours"
        placeholder="type to filter"
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        data-autofocus
      />
      <ul className={styles.neighbours}>
        {found.slice(0, NEIGHBOURS_SHOWN).map((item) => (
          <li key={item.href}>
            <Link href={item.href} className={styles.neighbour} onClick={onGo}>
              {item.status ? <StatusMark status={item.status} word={item.statusWord} /> : null}
              <span>{item.label}</span>
              <span className={styles.detail}>{item.detail}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p className={styles.detail}>
        {found.length > NEIGHBOURS_SHOWN
          ? `${NEIGHBOURS_SHOWN} of ${found.length} shown: type to filter`
          : `${found.length} of ${neighbours.length}`}
      </p>
    </>
  );
}

function CrumbItem({ crumb }: { crumb: Crumb }) {
  const [isOpen, setOpen] = useState(false);
  const name = crumb.neighboursLabel ?? `Neighbours of ${crumb.label}`;
  return (
    <li className={styles.crumb}>
      {crumb.href === null ? (
        <span aria-current="page" className={styles.here}>
          {crumb.label}
        </span>
      ) : (
        <Link href={crumb.href}>{crumb.label}</Link>
      )}
      {crumb.neighbours && crumb.neighbours.length > 0 ? (
        <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus width={320}>
          <Popover.Target>
            <button
              type="button"
              className={styles.open}
              aria-label={name}
              title={name}
              onClick={() => setOpen(!isOpen)}
            >
              ▾
            </button>
          </Popover.Target>
          <Popover.Dropdown aria-label={name} className={styles.dropdown}>
            <NeighbourList neighbours={crumb.neighbours} onGo={() => setOpen(false)} />
          </Popover.Dropdown>
        </Popover>
      ) : null}
    </li>
  );
}

export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Address" className={styles.address}>
      <ol>
        {crumbs.map((crumb) => (
          <CrumbItem key={`${crumb.label} ${crumb.href}`} crumb={crumb} />
        ))}
      </ol>
    </nav>
  );
}
