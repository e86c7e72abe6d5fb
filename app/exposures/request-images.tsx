"use client";
// The one action where an image is missing: ask for the run that makes it, then show how far that is.
import { Button } from "@mantine/core";
import Link from "next/link";
import { z } from "zod";
import { ProgressBar } from "@/components/runs/progress-bar";
import { ask } from "../_shell/api";
import { useAction } from "../_shell/use-action";

export const IMAGE_PIPELINE = "visualize-exposure";

const startedSchema = z.object({ runId: z.number(), isNew: z.boolean() });

/** A run that makes, or should have made, the images of an exposure. */
export interface ImageRun {
  id: number;
  state: string;
  /** of the exposure, by state */
  tasks: Record<string, number>;
}

export interface RequestImagesProps {
  instrument: string;
  exposureId: string;
  /** newest first */
  runs: readonly ImageRun[];
  /** called with the run that was asked for */
  onRequested?: (runId: number) => void;
}

export function RequestImages({ instrument, exposureId, runs, onRequested }: RequestImagesProps) {
  const { run, isBusy, failure } = useAction();
  const [last] = runs;
  const start = () =>
    run(async () => {
      const body = {
        pipeline: IMAGE_PIPELINE,
        query: `instrument='${instrument}' AND exposure=${exposureId}`,
        settings: [],
      };
      const { runId } = await ask("/api/v1/runs", startedSchema, { method: "POST", body });
      onRequested?.(runId);
    });
  const tasks = last?.tasks ?? {};
  const total = Object.values(tasks).reduce((sum, count) => sum + count, 0);
  const isActive = last?.state === "queued" || last?.state === "running";
  return (
    <>
      {last ? (
        <p>
          {isActive ? "◌" : "■"} <Link href={`/runs/${last.id}`}>run {last.id}</Link> is {last.state}
        </p>
      ) : null}
      {last && isActive ? (
        <ProgressBar
          done={tasks.done ?? 0}
          failed={tasks.failed ?? 0}
          total={total}
          label={`Tasks of run ${last.id} for this exposure`}
        />
      ) : (
        <Button onClick={start} loading={isBusy}>
          Run {IMAGE_PIPELINE}
        </Button>
      )}
      {failure ? <p role="alert">■ {failure}</p> : null}
    </>
  );
}
