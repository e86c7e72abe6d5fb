"use client";
// What is in the local files that were dropped or chosen: HDUs on the left, pixels, rows or header of one of them on the right.
import { Button, Tabs } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { HeaderView } from "@/components/exposure/header-view";
import { HduList, type LocalHeaders } from "@/components/local-fits/hdu-list";
import { EmptyState } from "@/components/ui/empty-state";
import { formatBytes } from "@/components/ui/format";
import { useKeys } from "@/components/ui/keys";
import type { HduHeader } from "@/lib/readers/fits";
import type { LocalFileReader } from "./file-reader";
import { ImageTab } from "./image-tab";
import styles from "./local-fits.module.css";
import { TableTab } from "./table-tab";

export interface LocalFitsPanelProps {
  readers: readonly LocalFileReader[];
}

export default function LocalFitsPanel({ readers }: LocalFitsPanelProps) {
  const [current, setCurrent] = useState(0);
  const reader = readers[Math.min(current, readers.length - 1)];
  const panel = useRef<HTMLDivElement>(null);
  // its code comes after the dialog has opened: until then the focus is on the button that closes it
  useEffect(() => panel.current?.focus(), []);
  const step = (by: number) => setCurrent((at) => (at + by + readers.length) % readers.length);
  useKeys(
    "Local files",
    [
      { keys: ["{"], label: "File before", run: () => step(-1) },
      { keys: ["}"], label: "File after", run: () => step(1) },
    ],
    { isOfDialog: true },
  );
  return (
    <div ref={panel} className={styles.panel} tabIndex={-1}>
      {readers.length > 1 ? (
        <nav className={styles.files} aria-label="Local files">
          {readers.map((one, index) => (
            <button
              key={one.key}
              type="button"
              aria-current={one === reader || undefined}
              onClick={() => setCurrent(index)}
            >
              {one.file.name} <span className={styles.dim}>{formatBytes(one.file.size)}</span>
            </button>
          ))}
        </nav>
      ) : null}
      {reader ? <LocalFile key={reader.key} reader={reader} /> : null}
      <p className={styles.keys}>
        {"j k HDU · p pixels · t table · h header · + − zoom · arrows move · 0 whole · 1 one to one · [ ] plane · "}
        {"s a i c z look · { } file · Esc closes. Nothing of the file leaves this browser."}
      </p>
    </div>
  );
}

/** undefined while they are read; a text when there are none. */
function useHeaders(reader: LocalFileReader) {
  const [headers, setHeaders] = useState<LocalHeaders | string | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    let isWanted = true;
    reader
      .ask("headers", { file: reader.file })
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
      .then((got) => {
        if (isWanted) setHeaders(got);
      });
    return () => {
      isWanted = false;
    };
  }, [reader, attempt]);
  const again = () => {
    setHeaders(undefined);
    reader.stop();
    setAttempt(attempt + 1);
  };
  return { headers, again };
}

function LocalFile({ reader }: { reader: LocalFileReader }) {
  const { headers, again } = useHeaders(reader);
  if (headers === undefined) {
    return (
      <div className={styles.loading}>
        <span className="mono">◌ opening {reader.file.name}</span>
        <Button onClick={() => reader.stop()}>Stop</Button>
      </div>
    );
  }
  if (typeof headers === "string") {
    return (
      <p className={styles.failure} role="alert">
        ■ {headers} <Button onClick={again}>Read again</Button>
      </p>
    );
  }
  return <OpenFile reader={reader} headers={headers} />;
}

type TabName = "pixels" | "table" | "header";

/** What an HDU has to show besides its header. */
function dataTabOf(hdu: HduHeader | undefined): TabName {
  if (hdu?.type === "image") return "pixels";
  return hdu?.type === "table" || hdu?.type === "bintable" ? "table" : "header";
}

/** The first HDU with pixels, else the first with rows, else the primary. */
function firstOf(headers: LocalHeaders): number {
  const { hdus } = headers;
  const first = hdus.find(({ type }) => type === "image") ?? hdus.find((hdu) => dataTabOf(hdu) === "table");
  return first?.index ?? 0;
}

function OpenFile({ reader, headers }: { reader: LocalFileReader; headers: LocalHeaders }) {
  const [current, setCurrent] = useState(() => firstOf(headers));
  const [wantsHeader, setWantsHeader] = useState(false);
  const [isAllHeaders, setAllHeaders] = useState(false);
  const hdu = headers.hdus[current];
  const data = dataTabOf(hdu);
  const tab: TabName = wantsHeader ? "header" : data;
  const go = (by: number) => setCurrent((at) => Math.min(headers.hdus.length - 1, Math.max(0, at + by)));
  const goTo = (wanted: string | null) => setWantsHeader(wanted === "header");
  useKeys(
    "Local files",
    [
      { keys: ["j"], label: "Next HDU", run: () => go(1) },
      { keys: ["k"], label: "HDU before", run: () => go(-1) },
      { keys: ["p", "t"], label: "Pixels or table", run: () => goTo("data") },
      { keys: ["h"], label: "Header", run: () => goTo("header") },
    ],
    { isOfDialog: true },
  );
  return (
    <div className={styles.open}>
      <HduList
        headers={headers}
        current={current}
        onCurrent={(index) => {
          setCurrent(index);
          setAllHeaders(false);
        }}
      />
      <Tabs value={tab} onChange={goTo} classNames={{ root: styles.tabs, panel: styles.tab }}>
        <Tabs.List>
          <Tabs.Tab value="pixels" disabled={data !== "pixels"}>
            Pixels
          </Tabs.Tab>
          <Tabs.Tab value="table" disabled={data !== "table"}>
            Table
          </Tabs.Tab>
          <Tabs.Tab value="header">Header</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="pixels">{hdu ? <ImageTab key={current} reader={reader} hdu={hdu} /> : null}</Tabs.Panel>
        <Tabs.Panel value="table">{hdu ? <TableTab key={current} reader={reader} hdu={hdu} /> : null}</Tabs.Panel>
        <Tabs.Panel value="header">
          {headers.hdus.length === 0 ? (
            <EmptyState title="No HDU can be read" />
          ) : (
            <HeaderView
              headers={headers}
              hdu={isAllHeaders ? "all" : String(current)}
              onHdu={(wanted) => {
                setAllHeaders(wanted === "all");
                if (wanted !== "all") setCurrent(Number(wanted));
              }}
            />
          )}
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
