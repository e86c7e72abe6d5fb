// Sets of alerts as candidates: a folder with an index.json, a list of entries
//
//   { "id": "975188143515015117", "objectId": "ZTF19abbsjqp", "candidate": { the survey's own record },
//     "files": { "sci": "…_sci.fits.gz", "ref": "…_ref.fits.gz", "diff": "…_diff.fits.gz" } }
//
// with the stamps of science, template and difference beside it. ZTF's records are known by `candid`, Rubin's by `diaSourceId`; another
// survey is one more entry in RULES. Ids stay texts: they are beyond 2^53. Scores are opinions of classifiers and never become labels.

import { readdir } from "node:fs/promises";
import { z } from "zod";
import { MalformedFileError } from "@/lib/errors";
import { openMountedFile } from "@/lib/files/byte-source";
import type { JobNote } from "../job-folder";

export type AlertSurvey = "ztf" | "rubin";

/** An alert as a candidate. null: the record has no such number. */
export interface Alert {
  id: string;
  objectId: string | null;
  survey: AlertSurvey;
  /** as the record has them, px of its detector's image */
  x: number | null;
  y: number | null;
  raDeg: number | null;
  decDeg: number | null;
  mjd: number | null;
  filter: string | null;
  detector: number | null;
  field: string | null;
  isPositive: boolean | null;
  snr: number | null;
  edgeDistancePx: number | null;
  score: number | null;
  rb: number | null;
  drb: number | null;
  reliability: number | null;
  magpsf: number | null;
  sigmapsf: number | null;
  psfFluxNjy: number | null;
  psfFluxErrNjy: number | null;
  /** names of the record's flags that are up */
  flags: string[];
  /** within the folder: science, template, difference */
  files: [string, string, string];
}

export interface AlertSet {
  survey: AlertSurvey;
  alerts: Alert[];
  notes: JobNote[];
}

/** An index is read whole. */
const LARGEST_INDEX_BYTES = 256 * 2 ** 20;
const MJD_OF_JD_0 = 2_400_000.5;
/** S/N of a magnitude error: 2.5 / ln 10. */
const POGSON = 1.0857362047581294;
const ZTF_FILTERS = ["g", "r", "i"];

const fileName = z.string().regex(/^[^/\\\p{Cc}]{1,255}$/u);
const entrySchema = z.object({
  id: z.string().regex(/^[\w-]{1,40}$/),
  objectId: z.string().max(80).nullish(),
  candidate: z.record(z.string(), z.unknown()),
  files: z.object({ sci: fileName, ref: fileName, diff: fileName }),
});
type Entry = z.output<typeof entrySchema>;
type Measured = Omit<Alert, "id" | "objectId" | "survey" | "files">;

/** How the record of a survey is known, and what it says. */
const RULES: Record<AlertSurvey, { key: string; read: (record: Entry["candidate"]) => Measured }> = {
  ztf: { key: "candid", read: readZtf },
  rubin: { key: "diaSourceId", read: readRubin },
};

/**
 * Reads a set of alerts.
 *
 * @param root folder that the index must stay under
 * @param index its path in the folder
 * @returns null when the index lists no alerts of a known survey: it belongs to something else
 * @throws FileUnreadableError; MalformedFileError for an index that is no JSON
 */
export async function readAlerts(root: string, index: string): Promise<AlertSet | null> {
  const entries = await readIndex(root, index);
  if (entries === null) return null;
  const notes: JobNote[] = [];
  const alerts: Alert[] = [];
  const seen = new Set<string>();
  for (const [row, entry] of entries.entries()) {
    const parsed = entrySchema.safeParse(entry);
    const alert = parsed.success ? alertOf(parsed.data) : null;
    if (alert === null) {
      const issue = parsed.error?.issues[0];
      const why = issue ? `${issue.path.join(".")}: ${issue.message}` : "neither candid nor diaSourceId";
      notes.push({ kind: "broken", found: `${index}, entry ${row}: ${why}`, cost: "the alert is left out" });
    } else if (seen.has(alert.id)) {
      notes.push({ kind: "strange", found: `alert ${alert.id} stands more than once`, cost: "the first is used" });
    } else {
      seen.add(alert.id);
      alerts.push(alert);
    }
  }
  await noteMissingStamps(root, alerts, notes);
  const [first] = alerts;
  return first ? { survey: first.survey, alerts, notes } : null;
}

/** Stamps are opened when they are looked at; that they are there at all is told now. */
async function noteMissingStamps(root: string, alerts: readonly Alert[], notes: JobNote[]): Promise<void> {
  const names = new Set(await readdir(root));
  const stamps = alerts.flatMap(({ files }) => files);
  const missing = stamps.filter((name) => !names.has(name));
  if (missing.length === 0) return;
  const found = `${missing.length} of ${stamps.length} stamps are not there (${missing[0]})`;
  notes.push({ kind: "absent", found, cost: "their alerts stay, without these images" });
}

async function readIndex(root: string, index: string): Promise<unknown[] | null> {
  const source = await openMountedFile(root, index);
  try {
    if (source.byteLength > LARGEST_INDEX_BYTES) return null;
    const bytes = await source.read(0, source.byteLength);
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return Array.isArray(json) ? json : null;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new MalformedFileError({ place: index, found: cause.message, expected: "JSON" }, { cause });
  } finally {
    await source.close();
  }
}

function alertOf({ id, objectId, candidate, files }: Entry): Alert | null {
  const survey = (["ztf", "rubin"] as const).find((one) => RULES[one].key in candidate);
  if (survey === undefined) return null;
  const measured = RULES[survey].read(candidate);
  return { id, objectId: objectId ?? null, survey, ...measured, files: [files.sci, files.ref, files.diff] };
}

/** Columns of ZTF's alert schema (avro, candidate). Whether xpos counts from 0 or 1 its documentation does not say. */
function readZtf(record: Entry["candidate"]): Measured {
  const number = numbersOf(record);
  const [jd, sigmapsf, fid] = [number("jd"), number("sigmapsf"), number("fid")];
  const field = number("field");
  const { isdiffpos } = record;
  return {
    ...placeOf(number, "xpos", "ypos"),
    mjd: jd === null ? null : jd - MJD_OF_JD_0,
    filter: fid === null ? null : (ZTF_FILTERS[fid - 1] ?? null),
    detector: null,
    field: field === null ? null : String(field),
    isPositive: isdiffpos == null ? null : ["t", "1", "true"].includes(String(isdiffpos)),
    snr: sigmapsf !== null && sigmapsf > 0 ? POGSON / sigmapsf : null,
    edgeDistancePx: number("mindtoedge"),
    score: number("drb") ?? number("rb"),
    rb: number("rb"),
    drb: number("drb"),
    reliability: null,
    magpsf: number("magpsf"),
    sigmapsf,
    psfFluxNjy: null,
    psfFluxErrNjy: null,
    flags: [],
  };
}

/** Columns of Rubin's DiaSource (dm.lsst.org APDB schema). */
function readRubin(record: Entry["candidate"]): Measured {
  const number = numbersOf(record);
  const { band, isNegative } = record;
  return {
    ...placeOf(number, "x", "y"),
    mjd: number("midpointMjdTai"),
    filter: typeof band === "string" ? band : null,
    detector: wholeOf(number("detector")),
    field: null,
    isPositive: typeof isNegative === "boolean" ? !isNegative : null,
    snr: number("snr"),
    edgeDistancePx: null,
    score: number("reliability"),
    rb: null,
    drb: null,
    reliability: number("reliability"),
    magpsf: null,
    sigmapsf: null,
    psfFluxNjy: number("psfFlux"),
    psfFluxErrNjy: number("psfFluxErr"),
    flags: Object.entries(record).flatMap(([name, value]) => (value === true && name !== "isNegative" ? name : [])),
  };
}

/** The number of a detector is whole; another one is none. */
function wholeOf(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : null;
}

function placeOf(number: (name: string) => number | null, x: string, y: string) {
  return { x: number(x), y: number(y), raDeg: number("ra"), decDeg: number("dec") };
}

/** Numbers, also those that an index keeps as texts; -999 is how ZTF says none. */
function numbersOf(record: Entry["candidate"]): (name: string) => number | null {
  return (name) => {
    const value = record[name];
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof number === "number" && Number.isFinite(number) && number !== -999 ? number : null;
  };
}
