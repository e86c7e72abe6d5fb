// Stamps of one candidate to keep: as FITS, or as an array of numpy.
import "server-only";
import { type FitsHduToWrite, writeFits } from "@/lib/readers/fits";
import { writeNpy } from "@/lib/readers/npy/write-npy";
import { locateCandidates } from "./difference-stamp-sheets";
import { readCandidateStamps } from "./difference-stamps";

/** A file to keep. */
export interface StampFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

async function readOne(rowId: string, size: number) {
  const answer = await readCandidateStamps({ rowIds: [rowId], size, channels: null, withLimits: true });
  const [candidate] = answer.candidates;
  const [row] = await locateCandidates([rowId]);
  return { ...answer, candidate: candidate!, row: row!, name: candidate!.candidateId.replaceAll(/[^\w.-]/g, "_") };
}

/**
 * Stamps of a candidate as FITS: an HDU a channel, with its place in the full image.
 *
 * @param rowId of the candidate
 * @param size px each way
 * @throws as readCandidateStamps
 */
export async function candidateFits(rowId: string, size: number): Promise<StampFile> {
  const { candidate, stamps, row, name } = await readOne(rowId, size);
  const first: FitsHduToWrite = {
    cards: [
      ["ORIGIN", "Annulus"],
      ["CANDID", candidate.candidateId, "candidate"],
      ...numberCards([
        ["XCAND", row.x, "px, 0-based"],
        ["YCAND", row.y, "px, 0-based"],
        ["RA", row.ra, "deg"],
        ["DEC", row.dec, "deg"],
      ]),
    ],
  };
  const hdus = candidate.channels.map((channel): FitsHduToWrite => {
    const pixels = channel.stamp === null ? undefined : stamps[channel.stamp];
    const cards: FitsHduToWrite["cards"] = [
      ["EXTNAME", channel.label.toUpperCase().replaceAll(" ", "_")],
      ["CHANNEL", channel.index],
      ["STATE", channel.state],
      ...(channel.reason === null ? [] : ([["REASON", channel.reason]] satisfies FitsHduToWrite["cards"])),
      ...numberCards([
        ["ZLOW", channel.limits?.low ?? null, "zscale of the full image"],
        ["ZHIGH", channel.limits?.high ?? null, "zscale of the full image"],
        ["X0", candidate.x0, "first pixel in the full image, 0-based"],
        ["Y0", candidate.y0, "first pixel in the full image, 0-based"],
      ]),
    ];
    return pixels === undefined ? { cards } : { cards, image: { width: size, height: size, pixels } };
  });
  return { name: `${name}.fits`, bytes: writeFits([first, ...hdus]) };
}

function numberCards(cards: readonly [string, number | null, string][]): FitsHduToWrite["cards"] {
  return cards.flatMap(([keyword, value, comment]): FitsHduToWrite["cards"] =>
    value === null ? [] : [[keyword, value, comment]],
  );
}

/**
 * Stamps of a candidate as an array: y, x, channel as in the published arrays, NaN where there is no image.
 *
 * @param rowId of the candidate
 * @param size px each way
 * @throws as readCandidateStamps
 */
export async function candidateNpy(rowId: string, size: number): Promise<StampFile> {
  const { candidate, stamps, name } = await readOne(rowId, size);
  const { channels } = candidate;
  const pixels = new Float32Array(size * size * channels.length).fill(Number.NaN);
  for (const [i, { stamp }] of channels.entries()) {
    const values = stamp === null ? undefined : stamps[stamp];
    values?.forEach((value, at) => {
      pixels[at * channels.length + i] = value;
    });
  }
  const [head, data] = writeNpy(pixels, [size, size, channels.length]);
  const bytes = new Uint8Array(head.length + data.length);
  bytes.set(head);
  bytes.set(data, head.length);
  return { name: `${name}.npy`, bytes };
}
