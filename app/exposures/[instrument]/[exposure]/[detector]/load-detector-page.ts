// Reads the address of a detector of an exposure and what its page shows.
import type { Tab } from "@/components/exposure/exposure-tabs";
import type { Crumb, Steps, StripFacts } from "@/components/ui/app-shell";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import {
  type DetectorFile,
  type DetectorRow,
  type ExposureRun,
  listDetectorFiles,
  listDetectors,
} from "@/lib/queries/exposure";
import { listExposureDarkRings } from "@/lib/queries/exposure-dark-rings";
import { listDetectorStages } from "@/lib/queries/exposure-images";
import { ALL_DAYS } from "@/lib/queries/flip-filter";
import { LOOK_PARAMETERS } from "../../../keep-look";
import { exposureHref, queryOf, stepsOf } from "../address";
import { type ExposureView, loadExposure, type PageInput } from "../load-exposure";
import type { DetectorNeighbour } from "./detector-pixels";

export interface DetectorInput {
  params: Promise<{ instrument: string; exposure: string; detector: string }>;
  searchParams: PageInput["searchParams"];
}

export interface DetectorPageView {
  instrument: string;
  exposureId: string;
  detectorName: string;
  /** null: the exposure has no such detector */
  row: DetectorRow | null;
  run: ExposureRun | null;
  files: DetectorFile[];
  rings: DarkRingRow[];
  total: number;
  image: DetectorImages;
  tab: "image" | "header";
  tabs: Tab[];
  crumbs: Crumb[];
  steps: Steps;
  status: StripFacts;
}

/** Rings of one detector that are sent to the page. */
const RINGS_SHOWN = 2000;

export async function loadDetectorPage({ params, searchParams }: DetectorInput): Promise<DetectorPageView> {
  const given = await params;
  const query = await searchParams;
  const exposureView = await loadExposure({ params, searchParams });
  const { instrument, exposureId, exposure, run } = exposureView;
  const detectorName = decodeURIComponent(given.detector);
  const rows = exposure ? await listDetectors(instrument, BigInt(exposureId), run?.id ?? null) : [];
  const row =
    rows.find((candidate) => candidate.name === detectorName || String(candidate.detector) === detectorName) ?? null;
  const [files, rings, stages] = await Promise.all([
    row ? listDetectorFiles(instrument, BigInt(exposureId), row.detector) : [],
    row && run ? listRings(exposureView, run.id, row.detector) : { rings: [], total: 0 },
    row ? listDetectorStages(instrument, BigInt(exposureId), row.detector) : [],
  ]);
  const steps = stepsOfDetector(exposureView, detectorName, rows);
  const tab = query.tab === "header" ? "header" : "image";
  const asked = typeof query.run === "string" ? query.run : null;
  const address = exposureHref(instrument, exposureId, detectorName);
  return {
    instrument,
    exposureId,
    detectorName,
    row,
    run,
    files,
    ...rings,
    image: imagesOf(exposureView, row?.name ?? detectorName, { stages, files }),
    tab,
    tabs: [
      { id: "image", label: "Image", href: address + queryOf({ run: asked }) },
      { id: "header", label: "Header", href: address + queryOf({ tab: "header", run: asked }) },
    ],
    crumbs: detectorCrumbs(exposureView, detectorName, rows),
    steps,
    status: exposureView.status,
  };
}

/** What the viewer of the page shows. */
export interface DetectorImages {
  base: string;
  stages: string[];
  bestStage: string | null;
  neighbours: readonly [DetectorNeighbour | null, DetectorNeighbour | null];
  flipParameters: Record<string, string>;
}

/** As detection chooses among mounted files; of a raw one the image with its signature removed. */
const BEST_STAGES = ["post_isr", "image", "difference"];

function imagesOf(
  { instrument, exposureId, exposure }: ExposureView,
  name: string,
  { stages, files }: { stages: string[]; files: readonly DetectorFile[] },
): DetectorImages {
  const base = (id: string) => `${instrument}/${id}/${name}`;
  const neighbour = (id: string | null | undefined) =>
    id ? { href: exposureHref(instrument, id, name), base: base(id) } : null;
  const stored = files.map(({ productType }) => productType);
  const best = [stored, stages].map((among) => BEST_STAGES.find((stage) => among.includes(stage)));
  return {
    base: base(exposureId),
    stages,
    bestStage: best.find((stage) => stage !== undefined) ?? stages[0] ?? null,
    neighbours: [neighbour(exposure?.previous), neighbour(exposure?.next)],
    flipParameters: { instrument, day: String(exposure?.dayObs ?? ALL_DAYS), detector: name, row: exposureId },
  };
}

function listRings(view: ExposureView, runId: number, detector: number) {
  const where = { instrument: view.instrument, exposureId: BigInt(view.exposureId), runId };
  return listExposureDarkRings(where, { sort: "score", limit: RINGS_SHOWN, detector });
}

function detectorCrumbs(view: ExposureView, detectorName: string, rows: readonly DetectorRow[]): Crumb[] {
  const ofExposure = view.crumbs.map((crumb, index) =>
    index === view.crumbs.length - 1 ? { ...crumb, href: exposureHref(view.instrument, view.exposureId) } : crumb,
  );
  const neighbours = rows
    .filter((row) => row.imageState !== null)
    .map((row) => ({
      label: row.name,
      detail: String(row.detector),
      href: exposureHref(view.instrument, view.exposureId, row.name),
    }));
  return [...ofExposure, { label: detectorName, href: null, neighbours, neighboursLabel: "Detectors of the exposure" }];
}

/** , . go to the next detector that has an image, [ ] to the same detector of the next exposure. */
function stepsOfDetector(view: ExposureView, detectorName: string, rows: readonly DetectorRow[]): Steps {
  const present = rows.filter((row) => row.imageState !== null).map((row) => row.name);
  const index = present.indexOf(detectorName);
  const to = (name: string | undefined) =>
    name === undefined ? null : exposureHref(view.instrument, view.exposureId, name);
  const exposures = view.exposure ? stepsOf(view.exposure, view.neighbours, "focal-plane").exposures : undefined;
  const sameDetector = (href: string | null | undefined) =>
    href ? `${href}/${encodeURIComponent(detectorName)}` : null;
  return {
    keeps: LOOK_PARAMETERS,
    exposures: exposures && [sameDetector(exposures[0]), sameDetector(exposures[1])],
    detectors: index < 0 ? undefined : [to(present[index - 1]), to(present[index + 1])],
  };
}
