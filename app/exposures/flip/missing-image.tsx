"use client";
// Below the list where the stage of an image is missing: the run that would make it, of this exposure or of all in the list.
import Link from "next/link";
import { useState } from "react";
import styles from "@/components/flip/flip.module.css";
import { stageWords } from "@/lib/images/stages";
import type { FlipRow } from "@/lib/queries/flip-through";
import { RefreshOnProgress } from "../[instrument]/[exposure]/refresh-on-progress";
import { IMAGE_PIPELINE, RequestImages } from "../request-images";

/** These come in mounted files: no run makes them. */
const MOUNTED_STAGES = ["raw", "image", "difference"];

/** Why visualize-exposure would not make a stage of an exposure; null when it would. */
function whyNotMade({ stage, observationType }: FlipRow): string | null {
  if (MOUNTED_STAGES.includes(stage)) return `No mounted file has the stage ${stageWords(stage)} of it.`;
  const [, kind] = /^combined_(\w+)$/.exec(stage) ?? [];
  if (kind) return `A combined ${kind} is made by combine-${kind}, and listed under the first of its exposures.`;
  const [, residual] = /^residual_(\w+)$/.exec(stage) ?? [];
  if (residual === undefined || residual === observationType) return null;
  return `An exposure of type ${observationType ?? "unknown"} has no ${stageWords(stage)}.`;
}

export function MissingImage({ row }: { row: FlipRow }) {
  const [requested, setRequested] = useState<readonly number[]>([]);
  const { instrument, exposureId, dayObs, stage } = row;
  const reason = whyNotMade(row);
  if (reason !== null) return <p className={styles.missing}>{reason}</p>;
  return (
    <section className={styles.missing} aria-label="Missing image">
      <RefreshOnProgress runIds={requested} />
      <p>
        No run has made the {stageWords(stage)} of exposure {exposureId}.
      </p>
      {requested.length > 0 ? (
        <p>
          ◌ asked for: <Link href={`/runs/${requested.at(-1)}`}>run {requested.at(-1)}</Link>
        </p>
      ) : (
        <RequestImages
          instrument={instrument}
          exposureId={exposureId}
          runs={[]}
          onRequested={(runId) => setRequested([...requested, runId])}
        />
      )}
      {dayObs === null ? null : (
        <p>
          For the whole night, in a terminal:{" "}
          <code>{`annulus run ${IMAGE_PIPELINE} -d "instrument='${instrument}' AND day_obs=${dayObs}"`}</code>
        </p>
      )}
    </section>
  );
}
