"use client";
// No image is chosen: what would fill the page, the newest exposures, a field for a name.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { SourceBar } from "@/components/image/source-bar";
import { exposureHref } from "@/components/navigator/exposure-columns";
import { type PlainColumn, PlainTable } from "@/components/tables/plain-table";
import { EmptyState } from "@/components/ui/empty-state";
import { sourceText } from "@/lib/images/source-text";
import { stageWords } from "@/lib/images/stages";
import type { DetectorStages, MosaicRow } from "@/lib/queries/exposure-images";
import styles from "./images.module.css";
import { pastedSources } from "./pasted-source";

export interface ExposureOfImages {
  instrument: string;
  exposureId: string;
  observationType: string | null;
  physicalFilter: string | null;
  mosaics: readonly MosaicRow[];
  detectors: readonly DetectorStages[];
}

const MOST_DETECTORS = 8;

function hrefOf(texts: readonly string[]): string {
  return `/images?p=${encodeURIComponent(texts.join("~"))}`;
}

function nameOf(exposure: ExposureOfImages, detector: string | null, stage: string | null): string {
  const { instrument, exposureId } = exposure;
  return sourceText({ kind: "exposure", instrument, exposureId, detector, stage, runId: null });
}

function Links({ exposure }: { exposure: ExposureOfImages }) {
  const { detectors, mosaics } = exposure;
  const stages = [...new Set(mosaics.map(({ stage }) => stage))];
  const [first] = detectors;
  return (
    <span>
      {stages.map((stage) => (
        <Link key={stage} className={styles.link} href={hrefOf([nameOf(exposure, null, stage)])} prefetch={false}>
          {stageWords(stage)}
        </Link>
      ))}
      {detectors.slice(0, MOST_DETECTORS).map(({ name }) => (
        <Link key={name} className={styles.link} href={hrefOf([nameOf(exposure, name, null)])} prefetch={false}>
          {name}
        </Link>
      ))}
      {detectors.length > MOST_DETECTORS ? <span className="dim">{`of ${detectors.length} `}</span> : null}
      {first && first.stages.length > 1 ? (
        <Link
          className={styles.link}
          href={hrefOf(first.stages.slice(0, 4).map((stage) => nameOf(exposure, first.name, stage)))}
          prefetch={false}
        >
          stages of {first.name}
        </Link>
      ) : null}
    </span>
  );
}

const COLUMNS: readonly PlainColumn<ExposureOfImages>[] = [
  { header: "instrument", cell: (row) => row.instrument },
  {
    header: "exposure",
    cell: (row) => (
      <Link className="mono" href={exposureHref(row)} prefetch={false}>
        {row.exposureId}
      </Link>
    ),
  },
  { header: "type", cell: (row) => row.observationType ?? "–" },
  { header: "filter", cell: (row) => row.physicalFilter ?? "–" },
  { header: "images", cell: (row) => <Links exposure={row} /> },
];

export function NoImages({ exposures }: { exposures: readonly ExposureOfImages[] }) {
  const router = useRouter();
  return (
    <div className={styles.empty}>
      <EmptyState title="No image is chosen">
        Any detector, stage or mosaic of an exposure, or any image of a mounted file: choose one below, follow “pixels”
        on the Mounts page, or name it.
        <SourceBar texts={[]} onAdd={(pasted) => router.push(hrefOf(pastedSources(pasted)))} />
      </EmptyState>
      {exposures.length > 0 ? (
        <PlainTable
          label="Newest exposures"
          rows={exposures}
          columns={COLUMNS}
          rowKey={(row) => `${row.instrument} ${row.exposureId}`}
        />
      ) : (
        <EmptyState title="No exposures" action={<Link href="/mounts">Mount a folder</Link>}>
          A folder of FITS files fills this list.
        </EmptyState>
      )}
    </div>
  );
}
