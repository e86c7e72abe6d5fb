// What the chosen tab shows: one query, one view.
import { EmptyState } from "@/components/ui/empty-state";
import { type ExposurePageFacts, listDetectors, listExposureFiles } from "@/lib/queries/exposure";
import { listExposureDarkRings } from "@/lib/queries/exposure-dark-rings";
import { listExposureImages } from "@/lib/queries/exposure-images";
import { readVocabulary } from "@/lib/queries/vocabulary";
import { stepsOf } from "./address";
import { FilesTab } from "./files-tab";
import { FocalPlaneTab } from "./focal-plane-tab";
import { ImagesTab } from "./images-tab";
import type { ExposureView } from "./load-exposure";
import { RingsTab } from "./rings-tab";
import { RunsTab } from "./runs-tab";

/** Rings sent to the page; the summary says when there are more. */
const RINGS_SHOWN = 5000;
const FILES_SHOWN = 1000;

export async function TabContent({ view }: { view: ExposureView & { exposure: ExposurePageFacts } }) {
  const { instrument, exposureId, run } = view;
  const id = BigInt(exposureId);
  if (view.tab === "files") {
    const { files, total } = await listExposureFiles(instrument, id, FILES_SHOWN);
    return <FilesTab files={files} total={total} />;
  }
  if (view.tab === "runs") {
    return view.runs.length > 0 ? (
      <RunsTab instrument={instrument} exposureId={exposureId} runs={view.runs} shownId={run?.id ?? null} />
    ) : (
      <NotMeasured instrument={instrument} exposureId={exposureId} />
    );
  }
  if (view.tab === "focal-plane") {
    const rows = await listDetectors(instrument, id, run?.id ?? null);
    return <FocalPlaneTab instrument={instrument} exposureId={exposureId} rows={rows} runId={run?.id ?? null} />;
  }
  if (view.tab === "images") {
    const images = await listExposureImages(instrument, id);
    const { exposures = [null, null] } = stepsOf(view.exposure, view.neighbours, "images");
    return (
      <ImagesTab instrument={instrument} exposureId={exposureId} runs={view.runs} neighbours={exposures} {...images} />
    );
  }
  if (!run) return <NotMeasured instrument={instrument} exposureId={exposureId} />;
  const [{ rings, total }, rows, vocabulary] = await Promise.all([
    listExposureDarkRings(
      { instrument, exposureId: id, runId: run.id },
      { sort: "score", limit: RINGS_SHOWN, detector: null },
    ),
    listDetectors(instrument, id, run.id),
    readVocabulary(),
  ]);
  if (total === 0) return <NoRings tasks={run.tasks} />;
  const unit = rows.flatMap((row) => row.metrics).find((metric) => metric.metric === "noise")?.unit ?? null;
  return <RingsTab rings={rings} total={total} unit={unit} words={vocabulary} />;
}

function NotMeasured({ instrument, exposureId }: { instrument: string; exposureId: string }) {
  return (
    <EmptyState title="Not measured: no run has looked for dark rings in this exposure">
      <p>Request a run on the Runs page, or in a terminal:</p>
      <code>{`annulus run dark-rings -d "instrument='${instrument}' AND exposure=${exposureId}"`}</code>
    </EmptyState>
  );
}

/** Looked and found none, or has not looked yet: never the same words. */
function NoRings({ tasks }: { tasks: Record<string, number> }) {
  const open = (tasks.waiting ?? 0) + (tasks.queued ?? 0) + (tasks.running ?? 0);
  if (open > 0)
    return <EmptyState title={`Running: ${open} tasks to go`}>Rings appear here as detectors are measured.</EmptyState>;
  if (!tasks.done)
    return <EmptyState title="Not measured: every task failed or was cancelled">The Runs tab says why.</EmptyState>;
  return (
    <EmptyState title="No dark rings">The run looked at every detector and found none above its threshold.</EmptyState>
  );
}
