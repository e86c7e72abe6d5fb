"use client";
// The one search: type anything that names an exposure, a detector, a run, a page. / goes there from anywhere.
import { TextInput } from "@mantine/core";
import { useEffect, useId, useRef, useState } from "react";
import { useKeys } from "./keys";
import styles from "./shell.module.css";

export interface SearchHit {
  /** exposure, detector, run, page … */
  kind: string;
  label: string;
  detail?: string;
  href: string;
}

export interface SearchBoxProps {
  onSearch: (text: string, signal: AbortSignal) => Promise<SearchHit[]>;
  onGo: (hit: SearchHit) => void;
}

const WAIT_MS = 120;

export function SearchBox({ onSearch, onGo }: SearchBoxProps) {
  const [text, setText] = useState("");
  const [hits, setHits] = useState<{ of: string; rows: SearchHit[]; failed: boolean } | null>(null);
  const [current, setCurrent] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  useKeys("Everywhere", [{ keys: ["/"], label: "Search", run: () => input.current?.focus() }]);

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === "") return setHits(null);
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const rows = await onSearch(wanted, stop.signal).catch(() => null);
      if (stop.signal.aborted) return;
      setHits({ of: wanted, rows: rows ?? [], failed: rows === null });
      setCurrent(0);
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, onSearch]);

  const leave = () => {
    setText("");
    setHits(null);
    input.current?.blur();
  };
  const go = (hit: SearchHit | undefined) => {
    if (!hit) return;
    leave();
    onGo(hit);
  };
  const goTyped = async () => {
    if (hits?.of === text.trim()) return go(hits.rows[current]);
    const rows = await onSearch(text.trim(), new AbortController().signal).catch(() => []);
    go(rows[0]);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = (hits?.rows.length ?? 0) - 1;
    if (event.key === "ArrowDown") setCurrent(Math.min(last, current + 1));
    else if (event.key === "ArrowUp") setCurrent(Math.max(0, current - 1));
    else if (event.key === "Enter") void goTyped();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  };

  return (
    <search className={styles.search}>
      <TextInput
        ref={input}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        placeholder="⌕ exposure, detector, run, page (/)"
        aria-label="Search"
        role="combobox"
        aria-expanded={hits !== null}
        aria-controls={listId}
        aria-activedescendant={hits?.rows[current] ? `${listId}-${current}` : undefined}
        autoComplete="off"
        spellCheck={false}
      />
      <Hits listId={listId} hits={hits} current={current} onGo={go} />
    </search>
  );
}

interface HitsProps {
  listId: string;
  hits: { of: string; rows: SearchHit[]; failed: boolean } | null;
  current: number;
  onGo: (hit: SearchHit) => void;
}

function Hits({ listId, hits, current, onGo }: HitsProps) {
  if (hits === null) return null;
  if (hits.rows.length === 0) {
    return (
      <div className={styles.results} id={listId} role="status">
        {hits.failed ? "■ the server does not answer: try again" : `nothing is called ${hits.of}`}
      </div>
    );
  }
  return (
    <div className={styles.results} id={listId} role="listbox" aria-label="Found">
      {hits.rows.map((hit, index) => (
        // the keys belong to the combobox: it names the current option by aria-activedescendant
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <div
          key={`${hit.kind} ${hit.href}`}
          id={`${listId}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === current}
          className={styles.result}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onGo(hit)}
        >
          <span className={styles.resultKind}>{hit.kind}</span>
          <span>{hit.label}</span>
          <span className={styles.resultDetail}>{hit.detail}</span>
        </div>
      ))}
    </div>
  );
}
