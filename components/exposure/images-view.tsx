"use client";
// The images of an exposure: its focal plane as large as the page allows, and what there is of each detector.
import { SegmentedControl } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import { stageWords } from "@/lib/images/stages";
import type { DetectorStages, MosaicRow } from "@/lib/queries/exposure-images";
import type { DataColumn } from "../tables/columns";
import { DataTable } from "../tables/data-table";
import styles from "./images-view.module.css";

export interface ImagesViewProps {
  mosaics: readonly MosaicRow[];
  /** stage of the mosaic that is shown; null: there is none */
  current: string | null;
  onMosaic: (stage: string) => void;
  detectors: readonly DetectorStages[];
  currentDetector: string | null;
  onDetector: (name: string) => void;
  hrefOf: (detector: string, stage?: string) => string;
  onOpen: (detector: string) => void;
  /** flip-through of the detectors */
  flipHref: string;
  /** the mosaic, or what would make it */
  children: ReactNode;
}

function columnsOf(hrefOf: ImagesViewProps["hrefOf"]): DataColumn<DetectorStages>[] {
  return [
    {
      id: "detector",
      header: "detector",
      width: 110,
      value: (row) => row.detector,
      cell: (row) => <Link href={hrefOf(row.name)}>{row.name}</Link>,
    },
    {
      id: "stages",
      header: "stages",
      description: "in the order of processing; each opens the detector in it",
      width: 180,
      grows: true,
      canSort: false,
      value: (row) => row.stages.length,
      cell: (row) => (
        <span className={styles.stages}>
          {row.stages.map((stage) => (
            <Link key={stage} href={hrefOf(row.name, stage)}>
              {stageWords(stage)}
            </Link>
          ))}
        </span>
      ),
    },
  ];
}

export function ImagesView(props: ImagesViewProps) {
  const { mosaics, current, onMosaic, detectors, currentDetector, onDetector, hrefOf, onOpen, flipHref } = props;
  const stages = [...new Set(mosaics.map(({ stage }) => stage))];
  const shown = mosaics.find(({ stage }) => stage === current);
  return (
    <div className={styles.view}>
      {props.children}
      <div className={styles.side}>
        <div className={styles.controls}>
          {current && stages.length > 1 ? (
            <SegmentedControl
              size="xs"
              aria-label="Mosaic"
              data={stages.map((value) => ({ value, label: stageWords(value) }))}
              value={current}
              onChange={onMosaic}
            />
          ) : null}
          {shown ? (
            <span className="dim">
              <Link href={`/runs/${shown.runId}`}>run {shown.runId}</Link>
              {shown.orientation === "engineering" ? " · engineering view" : ""}
            </span>
          ) : null}
          <span data-grow />
          <Link href={flipHref}>Flip through the detectors</Link>
        </div>
        <DataTable
          label="Detectors with their images"
          rows={detectors}
          columns={columnsOf(hrefOf)}
          rowId={(row) => row.name}
          selection={{ currentId: currentDetector, onCurrent: onDetector, onOpen: (row) => onOpen(row.name) }}
          empty={<p>No mounted file has a detector of this exposure.</p>}
        />
      </div>
    </div>
  );
}
