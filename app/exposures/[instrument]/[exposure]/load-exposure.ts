// Reads the address of an exposure and what every tab of its page shows.
import type { Tab } from "@/components/exposure/exposure-tabs";
import type { Crumb, StripFacts } from "@/components/ui/app-shell";
import { formatDay } from "@/components/ui/format";
import {
  chooseRun,
  type ExposurePageFacts,
  type ExposureRun,
  findExposure,
  listExposureRuns,
} from "@/lib/queries/exposure";
import { listNeighbours, type Neighbours } from "@/lib/queries/neighbours";
import { exposureHref, queryOf, TABS, type TabId } from "./address";

export interface PageInput {
  params: Promise<{ instrument: string; exposure: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export interface ExposureView {
  instrument: string;
  exposureId: string;
  /** null: there is none */
  exposure: ExposurePageFacts | null;
  runs: ExposureRun[];
  /** the run shown; null: none has worked on it */
  run: ExposureRun | null;
  neighbours: Neighbours;
  tab: TabId;
  tabs: Tab[];
  crumbs: Crumb[];
  status: StripFacts;
}

const NO_NEIGHBOURS: Neighbours = { ofDay: [], previousDay: null, nextDay: null };

export async function loadExposure({ params, searchParams }: PageInput): Promise<ExposureView> {
  const [given, query] = await Promise.all([params, searchParams]);
  const instrument = decodeURIComponent(given.instrument);
  const id = /^\d{1,19}$/.test(given.exposure) ? BigInt(given.exposure) : null;
  const exposure = id === null ? null : await findExposure(instrument, id);
  const [runs, neighbours] =
    id === null || !exposure
      ? [[], NO_NEIGHBOURS]
      : await Promise.all([listExposureRuns(instrument, id), listNeighbours(instrument, exposure.dayObs)]);
  const asked = typeof query.run === "string" ? Number(query.run) : null;
  const run = chooseRun(runs, asked);
  const tab = TABS.find(([name]) => name === query.tab)?.[0] ?? "focal-plane";
  const address = exposureHref(instrument, given.exposure);
  const tabs = TABS.map(([name, label]) => ({
    id: name,
    label:
      name === "runs" ? `${label} ${runs.length}` : name === "dark-rings" && run ? `${label} ${run.ringCount}` : label,
    href: address + queryOf({ tab: name === "focal-plane" ? null : name, run: asked === null ? null : String(asked) }),
  }));
  return {
    instrument,
    exposureId: given.exposure,
    exposure,
    runs,
    run,
    neighbours,
    tab,
    tabs,
    crumbs: exposureCrumbs(instrument, given.exposure, exposure, neighbours),
    status: statusOf(run, address),
  };
}

/** instrument › day › exposure; each opens what stands beside it. */
function exposureCrumbs(
  instrument: string,
  exposureId: string,
  exposure: ExposurePageFacts | null,
  neighbours: Neighbours,
): Crumb[] {
  const day = exposure?.dayObs ?? null;
  const list = `/exposures?instrument=${encodeURIComponent(instrument)}`;
  return [
    { label: instrument, href: list },
    ...(day === null ? [] : [{ label: formatDay(day), href: `${list}&day_obs=${day}` }]),
    {
      label: exposure?.seqNum === null || !exposure ? exposureId : String(exposure.seqNum),
      href: null,
      neighboursLabel: "Exposures of the day",
      neighbours: neighbours.ofDay.map((one) => ({
        label: one.exposureId,
        detail: one.observationType ?? undefined,
        href: exposureHref(instrument, one.exposureId),
      })),
    },
  ];
}

function statusOf(run: ExposureRun | null, address: string): StripFacts {
  if (!run) return { note: "no run has looked for dark rings in this exposure" };
  const unfinished = Object.entries(run.tasks).filter(([state]) => state !== "done");
  const count = unfinished.reduce((sum, [, tasks]) => sum + tasks, 0);
  return {
    mode: run.mode,
    run: { id: run.id, pipeline: run.pipeline, codeVersion: run.codeVersion },
    notMeasured: count > 0 ? { count, noun: "task", href: `${address}?tab=runs` } : undefined,
  };
}
