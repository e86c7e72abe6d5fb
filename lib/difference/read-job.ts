// One job folder, read as far as it goes: catalogues of both algorithms, truth, header facts, the nine images' headers.

import { type AlgorithmCatalogues, readCatalogues, type TwinChoice } from "./catalogues";
import { type Channel, imageSizeOf, readChannels } from "./channels";
import { type JobFacts, readJobFacts } from "./facts";
import { filesOf, type JobFolder, type JobNote, listJobFolder } from "./job-folder";
import { readSextractorSources, type SextractorSource } from "./sextractor";
import { type JobTruth, readTruth } from "./truth";

/** A RAPID job: one science image, subtracted by two algorithms. */
export interface DifferenceJob {
  folder: JobFolder;
  jid: string;
  facts: JobFacts;
  channels: Channel[];
  /** of the science grid, px; null where no image could be read */
  imageSize: { width: number; height: number } | null;
  zogy: AlgorithmCatalogues;
  sfft: AlgorithmCatalogues;
  /** detections on reference minus science; null unless asked for */
  negative: { zogy: AlgorithmCatalogues; sfft: AlgorithmCatalogues } | null;
  /** whether there are negative catalogues, read or not */
  hasNegative: boolean;
  /** SExtractor's sources of each difference image; null where there is no catalogue */
  sextractor: { zogy: SextractorSource[] | null; sfft: SextractorSource[] | null };
  truth: JobTruth;
  /** what the folder lacks or has wrong, and what that costs */
  notes: JobNote[];
}

/**
 * Reads a job folder. Nothing that is absent, broken or strange stops it: each is told in the notes, and the rest is kept.
 *
 * @param folder path
 * @param options twin: Parquet (as a rule) or text (what the published pipeline reads); withNegative: also the `_negative` catalogues
 * @returns the job
 * @throws FileUnreadableError when the folder cannot be listed
 */
export async function readJob(
  folder: string,
  { twin = "parquet", withNegative = false }: { twin?: TwinChoice; withNegative?: boolean } = {},
): Promise<DifferenceJob> {
  const listed = await listJobFolder(folder);
  const notes: JobNote[] = [...listed.notes];
  const read = (algorithm: "zogy" | "sfft", isNegative: boolean) =>
    readCatalogues(listed, { algorithm, isNegative, twin }, notes);
  const facts = await readJobFacts(listed, notes);
  const channels = await readChannels(listed, notes);
  const hasNegative = (["zogy", "sfft"] as const).some(
    (algorithm) => filesOf(listed, { role: "psf-photometry", algorithm, isNegative: true }).length > 0,
  );
  return {
    folder: listed,
    jid: listed.jid,
    facts,
    channels,
    imageSize: imageSizeOf(channels),
    zogy: await read("zogy", false),
    sfft: await read("sfft", false),
    negative: withNegative ? { zogy: await read("zogy", true), sfft: await read("sfft", true) } : null,
    hasNegative,
    sextractor: {
      zogy: await readSextractorSources(listed, "zogy", notes),
      sfft: await readSextractorSources(listed, "sfft", notes),
    },
    truth: await readTruth(listed, notes),
    notes: distinctNotes(notes),
  };
}

/**
 * A note as one line.
 *
 * @param note of a job
 * @returns "no SFFT score image: channel 6 not measured"
 */
export function describeNote({ found, cost }: JobNote): string {
  return cost === null ? found : `${found}: ${cost}`;
}

/** A broken science image is met by facts and by channels. */
function distinctNotes(notes: readonly JobNote[]): JobNote[] {
  const seen = new Set<string>();
  return notes.filter((note) => {
    const text = describeNote(note);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
