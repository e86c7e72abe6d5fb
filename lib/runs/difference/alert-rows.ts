// A set of alerts as rows: candidates of one mode, with three stamps each, without truth.

import path from "node:path/posix";
import type { CopyValue } from "@/lib/database/copy-rows";
import { type Alert, type AlertSet, readAlerts } from "@/lib/difference/alerts/read-alerts";
import { ALERT_INDEX } from "./job-folders";
import type { JobRows } from "./job-rows";

/** Alerts have no reference mode: nothing was published about how to merge them. */
const MODE = "annulus";

type Context = { jid: string };

const COLUMNS: readonly [name: string, read: (alert: Alert, context: Context) => CopyValue][] = [
  ["source", ({ survey }) => survey],
  ["jid", (_alert, { jid }) => jid],
  ["mode", () => MODE],
  ["candidate_id", ({ survey, id }, { jid }) => `${jid}:${survey}:${id}`],
  ["object_id", ({ objectId }) => objectId],
  ["x", ({ x }) => x],
  ["y", ({ y }) => y],
  ["ra", ({ raDeg }) => raDeg],
  ["dec", ({ decDeg }) => decDeg],
  ["mjd", ({ mjd }) => mjd],
  ["filter", ({ filter }) => filter],
  ["sca", ({ detector }) => detector],
  ["field", ({ field }) => field],
  ["isdiffpos", ({ isPositive }) => isPositive],
  ["snr", ({ snr }) => snr],
  ["edge_distance_px", ({ edgeDistancePx }) => edgeDistancePx],
  ["score", ({ score }) => score],
  ["rb", ({ rb }) => rb],
  ["drb", ({ drb }) => drb],
  ["reliability", ({ reliability }) => reliability],
  ["magpsf", ({ magpsf }) => magpsf],
  ["sigmapsf", ({ sigmapsf }) => sigmapsf],
  ["psf_flux_njy", ({ psfFluxNjy }) => psfFluxNjy],
  ["psf_flux_err_njy", ({ psfFluxErrNjy }) => psfFluxErrNjy],
  ["candidate_flags", ({ flags }) => flags],
  ["stamp_files", ({ files }) => files],
];

const CHANNEL_LABELS = ["science image", "template image", "difference"];

/**
 * Reads a folder of alerts into rows.
 *
 * @param folder absolute, with an index.json
 * @returns null when the index lists no alerts
 * @throws as readAlerts
 */
export async function readAlertRows(folder: string): Promise<JobRows | null> {
  const set = await readAlerts(folder, ALERT_INDEX);
  if (set === null) return null;
  const { survey, alerts, notes } = set;
  const jid = path.basename(folder);
  return {
    jid,
    source: survey,
    era: null,
    state: "present",
    filter: onlyOne(alerts.map(({ filter }) => filter)),
    mjd: onlyOne(alerts.map(({ mjd }) => mjd)),
    sca: onlyOne(alerts.map(({ detector }) => detector)),
    field: onlyOne(alerts.map(({ field }) => field)),
    zeropointMag: null,
    exposureTimeSeconds: null,
    pointing: null,
    width: null,
    height: null,
    channels: CHANNEL_LABELS.map((label, i) => ({
      index: i + 1,
      label,
      ...{ file: null, hdu: null, width: null, height: null, state: "present", reason: "one file per alert" },
    })),
    notes,
    origins: {},
    settings: null,
    modeSentence: null,
    counts: [countsOf(set)],
    truth: [],
    candidateColumns: COLUMNS.map(([name]) => name),
    candidates: alerts.map((alert) => COLUMNS.map(([, read]) => read(alert, { jid }))),
  };
}

/** The value that all have; null when they differ. */
function onlyOne<T>(values: readonly (T | null)[]): T | null {
  return new Set(values).size === 1 ? (values[0] ?? null) : null;
}

/** Nobody knows which of them are real, and no second algorithm was there. */
function countsOf({ alerts }: AlertSet): JobRows["counts"][number] {
  const sets = { zogyOnly: null, sfftOnly: null, both: null, real: null, bogus: null, undecided: alerts.length };
  const found = {
    injectedFound: null,
    injectedMissed: null,
    foundByZogy: null,
    foundBySfft: null,
    foundByEither: null,
  };
  return { mode: MODE, candidates: alerts.length, ...sets, injected: null, truth: 0, ...found };
}
