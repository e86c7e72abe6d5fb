"use client";
// Data roots, two doors for new files, and the files of one root by state with the reason.
import { SegmentedControl } from "@mantine/core";
import { useRouter } from "next/navigation";
import { z } from "zod";
import { AddMountForm } from "@/components/mounts/add-mount-form";
import { DropZone } from "@/components/mounts/drop-zone";
import { FILE_COLUMNS } from "@/components/mounts/file-columns";
import { MountList } from "@/components/mounts/mount-list";
import styles from "@/components/mounts/mounts.module.css";
import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { useUrlState } from "@/components/ui/use-url-state";
import type { MountedFileRow, MountRow } from "@/lib/queries/mounts";
import { ask } from "../_shell/api";
import { useAction } from "../_shell/use-action";
import { type RowPage, useMoreRows } from "../_shell/use-more-rows";
import { useUploads } from "./use-uploads";

const STATES = ["troubled", "all", "new", "unchanged", "changed", "vanished", "unreadable", "unsupported"] as const;
const DEFAULTS = { mount: "", state: "troubled", row: "" };
const addedSchema = z.object({ mountId: z.number(), isNew: z.boolean() });

interface MountsViewProps {
  mounts: MountRow[];
  current: MountRow | null;
  state: string;
  files: RowPage<MountedFileRow>;
  limitBytes: number;
}

function countOf(mount: MountRow, state: string): number {
  if (state === "all") return mount.fileCount;
  return state === "troubled" ? mount.troubledCount : (mount.files[state] ?? 0);
}

export function MountsView({ mounts, current, state, files, limitBytes }: MountsViewProps) {
  const router = useRouter();
  const add = useAction();
  const change = useAction();
  const uploads = useUploads(limitBytes);
  const scan = (id: number) =>
    change.run(async () => void (await ask(`/api/v1/mounts/${id}/scan`, z.unknown(), { method: "POST" })));
  const remove = (mount: MountRow) => {
    if (!window.confirm(`Remove ${mount.name}?\n\nIts files are not touched, and what was measured stays.`)) return;
    void change.run(async () => void (await ask(`/api/v1/mounts/${mount.id}`, z.unknown(), { method: "DELETE" })));
  };
  return (
    <div className={styles.page}>
      <div className={styles.doors}>
        <AddMountForm
          isBusy={add.isBusy}
          failure={add.failure}
          onAdd={(mount) =>
            add.run(async () => {
              const { mountId } = await ask("/api/v1/mounts", addedSchema, { method: "POST", body: mount });
              router.push(`/mounts?mount=${mountId}&state=all`);
            })
          }
        />
        <DropZone items={uploads.items} limitBytes={limitBytes} onFiles={uploads.send} />
      </div>
      {change.failure ? <p role="alert">■ {change.failure}</p> : null}
      <div className={styles.list}>
        {mounts.length === 0 ? (
          <EmptyState title="Nothing is mounted">
            Give the folder of your FITS files above, or drop some files.
          </EmptyState>
        ) : (
          <MountList
            mounts={mounts}
            current={current?.id ?? null}
            hrefOf={(id, wanted) => `/mounts?mount=${id}&state=${wanted}`}
            isBusy={change.isBusy}
            onScan={scan}
            onRemove={remove}
          />
        )}
      </div>
      {current ? <FilesOfMount mount={current} state={state} files={files} /> : null}
    </div>
  );
}

function FilesOfMount({ mount, state, files }: { mount: MountRow; state: string; files: MountsViewProps["files"] }) {
  const router = useRouter();
  const [url, setState, isPending] = useUrlState(DEFAULTS);
  const { rows, ...paging } = useMoreRows(files, `/api/v1/mounts/${mount.id}/files?state=${state}`);
  return (
    <section className={styles.files} aria-label={`Files of ${mount.name}`}>
      <div className={styles.bar}>
        <h2>Files of {mount.name}</h2>
        <SegmentedControl
          aria-label="State"
          value={state}
          onChange={(wanted) => setState({ state: wanted, mount: String(mount.id), row: "" })}
          data={STATES.map((name) => ({
            value: name,
            label: `${name === "troubled" ? "to look at" : name} ${formatCount(countOf(mount, name))}`,
          }))}
        />
      </div>
      <DataTable
        label="Files"
        rows={rows}
        columns={FILE_COLUMNS}
        rowId={fileId}
        isStale={isPending}
        selection={{
          currentId: url.row,
          onCurrent: (row) => setState({ row }, { shallow: true, replace: true }),
          onOpen: ({ exposure }) => exposure && router.push(`/exposures/${exposure.instrument}/${exposure.exposureId}`),
        }}
        paging={paging}
        empty={
          <EmptyState title={state === "troubled" ? "Every file is usable as a whole" : `No file is ${state}`}>
            The buttons above show the files in other states.
          </EmptyState>
        }
      />
    </section>
  );
}

function fileId(file: MountedFileRow): string {
  return file.id;
}
