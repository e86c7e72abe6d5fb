"use client";
// A FITS file of this computer, dropped on any page or chosen: looked at in the browser, never sent. Elements that take files
// themselves (the uploads of /mounts) keep theirs.
import { ActionIcon, Modal } from "@mantine/core";
import { IconFileSearch } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { DropHint } from "@/components/local-fits/drop-hint";
import { formatBytes, plural } from "@/components/ui/format";
import { useKeys } from "@/components/ui/keys";
import { LocalFileReader } from "./file-reader";
import styles from "./local-fits.module.css";
import { useFileDrop } from "./use-file-drop";

const LocalFitsPanel = dynamic(() => import("./local-fits-panel"), { ssr: false });
const ID_OF_INPUT = "local-fits";

/** Opens the choice of files from elsewhere: the command of the search. */
export function chooseLocalFits(): void {
  document.getElementById(ID_OF_INPUT)?.click();
}

function titleOf(readers: readonly LocalFileReader[]): string {
  const [first] = readers;
  if (!first) return "";
  return readers.length === 1
    ? `${first.file.name} · ${formatBytes(first.file.size)}`
    : plural(readers.length, "local file");
}

export function LocalFits() {
  const [readers, setReaders] = useState<readonly LocalFileReader[]>([]);
  const open = (files: readonly File[]) => {
    if (files.length === 0) return;
    for (const reader of readers) reader.stop();
    setReaders(files.map((file) => new LocalFileReader(file)));
  };
  const close = () => {
    for (const reader of readers) reader.stop();
    setReaders([]);
  };
  const isOver = useFileDrop(open);
  useKeys("Everywhere", [{ keys: ["o"], label: "Open a local FITS file", run: chooseLocalFits }]);
  return (
    <>
      <ActionIcon
        aria-label="Open local FITS… (o)"
        title="Open local FITS… (o), or drop it anywhere: looked at here, not uploaded"
        onClick={chooseLocalFits}
      >
        <IconFileSearch size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      <input
        id={ID_OF_INPUT}
        type="file"
        multiple
        hidden
        aria-label="Local FITS files"
        accept=".fits,.fit,.fts,.fz,.gz,.csv,.tsv,.txt,.dat,.cat,.ecsv,.vot,.votable,.xml,.parquet"
        onChange={(event) => {
          open([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      {isOver ? <DropHint /> : null}
      <Modal
        opened={readers.length > 0}
        onClose={close}
        title={titleOf(readers)}
        fullScreen
        closeButtonProps={{ "aria-label": "Close (Esc)" }}
        classNames={{ content: styles.content, header: styles.head, body: styles.body, title: styles.title }}
      >
        {readers.length > 0 ? <LocalFitsPanel key={readers[0]?.key} readers={readers} /> : null}
      </Modal>
    </>
  );
}
