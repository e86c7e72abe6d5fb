// The one search box: exposures in any spelling, detectors, runs, days, pages.
import "server-only";
import { listCameras } from "@/lib/cameras";
import { pool } from "@/lib/database/client";
import { type ExposureSpelling, parseExposureSpelling } from "@/lib/readers/surveys";
import { searchDifference } from "./search-difference";

export interface FoundItem {
  kind: "exposure" | "detector" | "day" | "run" | "page" | "object" | "job" | "candidate";
  label: string;
  detail?: string;
  href: string;
}

const PAGES: readonly FoundItem[] = [
  { kind: "page", label: "Overview", href: "/" },
  { kind: "page", label: "Exposures", href: "/exposures" },
  { kind: "page", label: "Dark rings", detail: "triage", href: "/dark-rings" },
  { kind: "page", label: "Difference imaging", detail: "jobs of ZOGY and SFFT", href: "/difference" },
  { kind: "page", label: "Candidates", detail: "of all jobs, to filter and vet", href: "/candidates" },
  { kind: "page", label: "Compare ZOGY and SFFT", detail: "completeness, purity, depths", href: "/difference/compare" },
  { kind: "page", label: "Runs", href: "/runs" },
  { kind: "page", label: "Start a run", href: "/runs?new=1" },
  { kind: "page", label: "Mounts", detail: "folders, uploads", href: "/mounts" },
  { kind: "page", label: "Settings", detail: "verdict vocabulary", href: "/settings" },
];

const EACH_LIMIT = 8;

interface ExposureHit {
  instrument: string;
  exposureId: string;
  dayObs: number | null;
  seqNum: number | null;
  observationType: string | null;
  physicalFilter: string | null;
  label: string | null;
  object: string | null;
}

/** A name begins with the text: for LIKE, its wildcards taken as they stand. */
function beginningWith(text: string): string {
  return `${text.replaceAll(/[%_\\]/g, "\\$&")}%`;
}

/** A night and number also find the exposures of another controller, whose ids have a shifted millennium. */
function exposureConditions(text: string, spelling: ExposureSpelling, values: unknown[]): string[] {
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const { exposureId, dayObs, seqNum, label } = spelling;
  const any = [`label ILIKE ${parameter(beginningWith(text))}`];
  if (label !== undefined && label !== text) any.push(`label ILIKE ${parameter(beginningWith(label))}`);
  if (exposureId !== undefined) any.push(`exposure_id = ${parameter(exposureId)}::bigint`);
  if (/^\d{1,18}$/.test(text)) any.push(`exposure_id = ${parameter(text)}::bigint`);
  if (dayObs !== undefined && seqNum !== undefined) {
    any.push(`(day_obs = ${parameter(dayObs)} AND seq_num = ${parameter(seqNum)})`);
  } else if (seqNum !== undefined && label === undefined) any.push(`seq_num = ${parameter(seqNum)}`);
  return any;
}

async function findExposures(text: string, spelling: ExposureSpelling): Promise<ExposureHit[]> {
  const values: unknown[] = [];
  const any = exposureConditions(text, spelling, values);
  const { instrument, exposureId, label } = spelling;
  const ofInstrument = instrument === undefined ? "true" : `instrument = $${values.push(instrument)}`;
  const { rows } = await pool().query<ExposureHit>(
    `SELECT instrument, exposure_id AS "exposureId", day_obs AS "dayObs", seq_num AS "seqNum", observation_type AS "observationType",
       physical_filter AS "physicalFilter", label, object
     FROM exposure WHERE (${any.join(" OR ")}) AND ${ofInstrument}
     ORDER BY exposure_id = coalesce($${values.push(exposureId ?? null)}::bigint, -1)
       OR coalesce(lower(label) = lower($${values.push(label ?? text)}), false) DESC, day_obs DESC NULLS LAST, exposure_id DESC
     LIMIT ${EACH_LIMIT}`,
    values,
  );
  return rows;
}

function detectorOf(instrument: string, spelling: ExposureSpelling): string | null {
  if (spelling.detectorName === undefined && spelling.detector === undefined) return null;
  const camera = listCameras().find((candidate) => candidate.instrument === instrument);
  const found = camera?.detectors.find(({ id, name }) => name === spelling.detectorName || id === spelling.detector);
  return found?.name ?? spelling.detectorName ?? null;
}

/** The exposure, or the detector of it when the text names one. */
function exposureItem(hit: ExposureHit, spelling: ExposureSpelling): FoundItem {
  const href = `/exposures/${encodeURIComponent(hit.instrument)}/${hit.exposureId}`;
  const detail = [hit.observationType, hit.physicalFilter, hit.object].filter(Boolean).join(" · ");
  const detector = detectorOf(hit.instrument, spelling);
  const label = `${hit.instrument} ${hit.exposureId}`;
  if (detector === null) return { kind: "exposure", label, detail: hit.label ?? detail, href };
  return { kind: "detector", label: `${label} ${detector}`, detail, href: `${href}/${encodeURIComponent(detector)}` };
}

async function findDay({ dayObs, seqNum }: ExposureSpelling): Promise<FoundItem[]> {
  if (dayObs === undefined || seqNum !== undefined) return [];
  const { rows } = await pool().query<{ count: number }>(
    "SELECT count(*)::int AS count FROM exposure WHERE day_obs = $1",
    [dayObs],
  );
  const count = rows[0]?.count ?? 0;
  if (count === 0) return [];
  const label = `Exposures of ${dayObs}`;
  return [{ kind: "day", label, detail: `${count} exposures`, href: `/exposures?day=${dayObs}` }];
}

async function findRuns(text: string): Promise<FoundItem[]> {
  const number = /^(?:run\s*#?)?(\d{1,9})$/i.exec(text)?.[1];
  if (number === undefined) return [];
  const { rows } = await pool().query<{ id: number; pipeline: string; state: string }>(
    "SELECT id, pipeline, state FROM run WHERE id = $1",
    [Number(number)],
  );
  return rows.map(({ id, pipeline, state }) => ({
    kind: "run",
    label: `run ${id} ${pipeline}`,
    detail: state,
    href: `/runs/${id}`,
  }));
}

async function findObjects(text: string): Promise<FoundItem[]> {
  if (text.length < 3) return [];
  const { rows } = await pool().query<{ object: string; count: number; instrument: string; exposureId: string }>(
    `SELECT object, count(*)::int AS count, min(instrument) AS instrument, max(exposure_id) AS "exposureId" FROM exposure
     WHERE object ILIKE $1 GROUP BY object ORDER BY object LIMIT ${EACH_LIMIT}`,
    [`%${beginningWith(text)}`],
  );
  return rows.map(({ object, count, instrument, exposureId }) => ({
    kind: "object",
    label: object,
    detail: `${count} exposures, newest ${exposureId}`,
    href: `/exposures/${encodeURIComponent(instrument)}/${exposureId}`,
  }));
}

/**
 * What a text may mean, the likeliest first: a single exposure named in full, its detector, a day, a run, a page, an object.
 *
 * @param typed as typed into the search box
 * @returns at most some twenty items
 */
export async function searchEverything(typed: string): Promise<FoundItem[]> {
  const text = typed.trim();
  if (text === "") return [];
  const spelling = parseExposureSpelling(text) ?? {};
  const [exposures, days, runs, objects, difference] = await Promise.all([
    findExposures(text, spelling),
    findDay(spelling),
    findRuns(text),
    findObjects(text),
    searchDifference(text),
  ]);
  const wanted = text.toLowerCase();
  const pages = PAGES.filter(({ label, detail }) => `${label} ${detail ?? ""}`.toLowerCase().includes(wanted));
  const items = exposures.map((hit) => exposureItem(hit, spelling));
  if (/^run\b/i.test(text)) return [...runs, ...items, ...pages];
  return [...difference, ...items, ...days, ...runs, ...pages, ...objects];
}
