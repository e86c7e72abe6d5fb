"use client";
// Where FITS files are dropped or chosen, and how far each of them is.
import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { formatBytes } from "../ui/format";
import { StatusMark } from "../ui/status-mark";
import styles from "./mounts.module.css";

export interface UploadItem {
  key: string;
  name: string;
  bytes: number;
  sentBytes: number;
  state: "waiting" | "sending" | "kept" | "refused";
  /** why it was refused; under which name it was kept */
  note: string | null;
}

export interface DropZoneProps {
  items: readonly UploadItem[];
  limitBytes: number;
  onFiles: (files: File[]) => void;
}

const MARKS = {
  waiting: { status: "waiting", word: "waiting" },
  sending: { status: "running", word: "sending" },
  kept: { status: "pass", word: "kept" },
  refused: { status: "fail", word: "refused" },
} as const;

function UploadRow({ item }: { item: UploadItem }) {
  const percent = item.bytes === 0 ? 0 : Math.floor((100 * item.sentBytes) / item.bytes);
  return (
    <li className={styles.upload}>
      <StatusMark {...MARKS[item.state]} withWord />
      <span className="mono" title={item.name}>
        {item.name}
      </span>
      <span className="mono">
        {item.state === "sending" ? `${percent} % of ` : ""}
        {formatBytes(item.bytes)}
      </span>
      <span>{item.note}</span>
    </li>
  );
}

/** every browser knows it, React's types do not */
const FOLDERS = { webkitdirectory: "" };

export function DropZone({ items, limitBytes, onFiles }: DropZoneProps) {
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  return (
    <section
      className={styles.zone}
      data-over={isOver || undefined}
      aria-label="Upload FITS files"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <p>
        Drop FITS files here to upload, or <Button onClick={() => input.current?.click()}>choose files</Button> or{" "}
        <Button onClick={() => folderInput.current?.click()}>choose job folders</Button>{" "}
        <span className="dim">
          at most {formatBytes(limitBytes)} each; kept in the mount “uploads”. Dropped anywhere else, a file is only
          looked at
        </span>
      </p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="FITS files"
        accept=".fits,.fit,.fz,.gz"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <input
        ref={folderInput}
        type="file"
        multiple
        hidden
        {...FOLDERS}
        aria-label="Folders of difference-imaging jobs"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <ul className={styles.uploads} aria-label="Uploads">
        {items.map((item) => (
          <UploadRow key={item.key} item={item} />
        ))}
      </ul>
    </section>
  );
}
