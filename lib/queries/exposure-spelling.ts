// Every way in which people write an exposure, read into what can be looked up.

export interface ExposureQuery {
  exposureId?: bigint;
  dayObs?: number;
  seqNum?: number;
  instrument?: string;
  detector?: number;
  detectorName?: string;
  /** the text itself, for labels and object names */
  text: string;
}

/** Controller letters of Rubin's camera names: MC_O_20250613_000222. */
const CAMERAS: Record<string, string> = {
  MC: "LSSTCam",
  AT: "LATISS",
  CC: "LSSTComCam",
  TS: "TS8",
};

const DAY = "(20\\d{6}|19\\d{6})";
/** MC_O_20250613_000222, with or without _R22_S11 behind; 20250613_00222; 20250613-222; 2025-06-13 222; 20250613/222 */
const NAME = new RegExp(`^([A-Z]{2})_[A-Z]_${DAY}_(\\d{1,6})(?:[_-](R\\d\\d)[_-]?(S[GW0-9]\\w))?`, "i");
const DAY_AND_NUMBER = new RegExp(`^${DAY}[\\s_/:.,-]+#?0*(\\d{1,6})$`);
const DASHED_DAY = /^((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[\sT_/:,-]+#?0*(\d{1,6}))?$/;
const DETECTOR_NAME = /\b(R\d\d)[_-]?(S[GW0-9]\w)\b/i;

const FIELDS: Record<string, keyof ExposureQuery> = {
  exposure: "exposureId",
  exposureid: "exposureId",
  visit: "exposureId",
  dayobs: "dayObs",
  seqnum: "seqNum",
  seq: "seqNum",
  instrument: "instrument",
  detector: "detector",
};

function readFields(text: string): Partial<ExposureQuery> {
  const found: Partial<ExposureQuery> = {};
  for (const match of text.matchAll(/([a-z_.]+)\s*[=:]\s*(?:'([^']*)'|"([^"]*)"|([\w-]+))/gi)) {
    const name = (match[1] ?? "")
      .toLowerCase()
      .replace(/^exposure\./, "")
      .replaceAll("_", "");
    const value = match[2] ?? match[3] ?? match[4] ?? "";
    const field = FIELDS[name];
    if (field === "instrument") found.instrument = value;
    else if (field === "exposureId" && /^\d{1,18}$/.test(value)) found.exposureId = BigInt(value);
    else if (field === "detector" && /^R\d\d/i.test(value)) found.detectorName = value.toUpperCase();
    else if (
      field &&
      field !== "exposureId" &&
      field !== "text" &&
      field !== "detectorName" &&
      /^\d{1,8}$/.test(value)
    ) {
      found[field] = Number(value);
    }
  }
  return found;
}

function readName(text: string): Partial<ExposureQuery> | null {
  const name = NAME.exec(text);
  if (name) {
    const [, camera = "", day, seq, raft, sensor] = name;
    const instrument = CAMERAS[camera.toUpperCase()];
    const detectorName = raft && sensor ? `${raft}_${sensor}`.toUpperCase() : undefined;
    return { dayObs: Number(day), seqNum: Number(seq), instrument, detectorName };
  }
  const pair = DAY_AND_NUMBER.exec(text);
  if (pair) return { dayObs: Number(pair[1]), seqNum: Number(pair[2]) };
  const dashed = DASHED_DAY.exec(text);
  if (!dashed) return null;
  const [, year, month, day, seq] = dashed;
  return { dayObs: Number(`${year}${month}${day}`), ...(seq ? { seqNum: Number(seq) } : {}) };
}

/**
 * Reads `2025061300222`, `20250613_00222`, `MC_O_20250613_000222`, `MC_O_20250613_000222_R22_S11.fits`, `2025-06-13 222`,
 * `day_obs=20250613 seq_num=222`, `instrument='LSSTCam' exposure=2025061300222 detector=94`, `2025061300222 R22_S11`,
 * `20250613` (a day) and `222` (a sequence number).
 *
 * @returns what was understood; `text` alone when nothing was
 */
export function readExposureQuery(typed: string): ExposureQuery {
  const text = typed.trim();
  const query: ExposureQuery = { text };
  const detector = DETECTOR_NAME.exec(text);
  if (detector) query.detectorName = `${detector[1]}_${detector[2]}`.toUpperCase();
  if (/[a-z_]+\s*[=:]/i.test(text)) return { ...query, ...readFields(text) };
  const bare = text.replace(/\.fits?(\.fz|\.gz)?$/i, "");
  const name = readName(bare) ?? readName(bare.replace(DETECTOR_NAME, "").trim());
  if (name) return { ...query, ...Object.fromEntries(Object.entries(name).filter(([, value]) => value !== undefined)) };
  const [number = "", second] = bare.replace(DETECTOR_NAME, "").trim().split(/\s+/);
  if (!/^\d{1,18}$/.test(number)) return query;
  if (second !== undefined && /^\d{1,3}$/.test(second)) query.detector = Number(second);
  query.exposureId = BigInt(number);
  if (/^(19|20)\d{6}$/.test(number)) query.dayObs = Number(number);
  else if (number.length <= 6) query.seqNum = Number(number);
  return query;
}
