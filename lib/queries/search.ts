// The one search box: exposures in any spelling, detectors, runs, days, pages.
import "server-only";
import { listCameras } from "@/lib/cameras";
import { pool } from "@/lib/database/client";
import { type ExposureQuery, readExposureQuery } from "./exposure-spelling";

export interface FoundItem {
  kind: "exposure" | "detector" | "day" | "run" | "page" | "object";
  label: string;
  detail?: string;
  href: string;
}

const PAGES: readonly FoundItem[] = [
  { kind: "page", label: "Overview", href: "/" },
  { kind: "page", label: "Exposures", href: "/exposures" },
  { kind: "page", label: "Dark rings", detail: "triage", href: "/dark-rings" },
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

function exposureConditions(query: ExposureQuery, values: unknown[]): string[] {
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const any: string[] = [];
  if (query.exposureId !== undefined) any.push(`exposure_id = ${parameter(query.exposureId)}::bigint`);
  if (query.dayObs !== undefined && query.seqNum !== undefined) {
    any.push(`(day_obs = ${parameter(query.dayObs)} AND seq_num = ${parameter(query.seqNum)})`);
  } else if (query.seqNum !== undefined) any.push(`seq_num = ${parameter(query.seqNum)}`);
  if (query.text !== "") any.push(`label ILIKE ${parameter(`${query.text.replaceAll(/[%_\\]/g, "\\$&")}%`)}`);
  return any;
}

async function findExposures(query: ExposureQuery): Promise<ExposureHit[]> {
  const values: unknown[] = [];
  const any = exposureConditions(query, values);
  if (any.length === 0) return [];
  const instrument = query.instrument === undefined ? "true" : `instrument = $${values.push(query.instrument)}`;
  const { rows } = await pool().query<ExposureHit>(
    `SELECT instrument, exposure_id AS "exposureId", day_obs AS "dayObs", seq_num AS "seqNum", observation_type AS "observationType",
       physical_filter AS "physicalFilter", label, object
     FROM exposure WHERE (${any.join(" OR ")}) AND ${instrument}
     ORDER BY exposure_id = coalesce($${values.push(query.exposureId ?? null)}::bigint, -1) DESC, day_obs DESC NULLS LAST, exposure_id DESC
     LIMIT ${EACH_LIMIT}`,
    values,
  );
  return rows;
}

function detectorOf(instrument: string, query: ExposureQuery): string | null {
  if (query.detectorName === undefined && query.detector === undefined) return null;
  const camera = listCameras().find((candidate) => candidate.instrument === instrument);
  const found = camera?.detectors.find(({ id, name }) => name === query.detectorName || id === query.detector);
  return found?.name ?? query.detectorName ?? null;
}

/** The exposure, or the detector of it when the text names one. */
function exposureItem(hit: ExposureHit, query: ExposureQuery): FoundItem {
  const href = `/exposures/${encodeURIComponent(hit.instrument)}/${hit.exposureId}`;
  const detail = [hit.observationType, hit.physicalFilter, hit.object].filter(Boolean).join(" · ");
  const detector = detectorOf(hit.instrument, query);
  const label = `${hit.instrument} ${hit.exposureId}`;
  if (detector === null) return { kind: "exposure", label, detail: hit.label ?? detail, href };
  return { kind: "detector", label: `${label} ${detector}`, detail, href: `${href}/${encodeURIComponent(detector)}` };
}

async function findDay(query: ExposureQuery): Promise<FoundItem[]> {
  if (query.dayObs === undefined || query.seqNum !== undefined) return [];
  const { rows } = await pool().query<{ count: number }>(
    "SELECT count(*)::int AS count FROM exposure WHERE day_obs = $1",
    [query.dayObs],
  );
  const count = rows[0]?.count ?? 0;
  if (count === 0) return [];
  const label = `Exposures of ${query.dayObs}`;
  return [{ kind: "day", label, detail: `${count} exposures`, href: `/exposures?day=${query.dayObs}` }];
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
    [`%${text.replaceAll(/[%_\\]/g, "\\$&")}%`],
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
  const query = readExposureQuery(typed);
  if (query.text === "") return [];
  const [exposures, days, runs, objects] = await Promise.all([
    findExposures(query),
    findDay(query),
    findRuns(query.text),
    findObjects(query.text),
  ]);
  const wanted = query.text.toLowerCase();
  const pages = PAGES.filter(({ label, detail }) => `${label} ${detail ?? ""}`.toLowerCase().includes(wanted));
  const items = exposures.map((hit) => exposureItem(hit, query));
  return /^run\b/i.test(query.text)
    ? [...runs, ...items, ...pages]
    : [...items, ...days, ...runs, ...pages, ...objects];
}
