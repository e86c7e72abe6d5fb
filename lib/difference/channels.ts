// The nine image products of a job, in the order of the published nine-channel arrays. Only headers are read.

import { isAnnulusError } from "@/lib/errors";
import { withFits } from "./facts";
import { type FileWish, filesOf, type JobFolder, type JobNote } from "./job-folder";

/** One of the nine images of a job. */
export interface Channel {
  /** 1 to 9 */
  index: number;
  /** words for a page: "ZOGY difference" */
  label: string;
  /** within the folder; null: absent or broken */
  file: string | null;
  hdu: number | null;
  width: number | null;
  height: number | null;
  state: "present" | "absent" | "broken";
  /** why there is no image, or what stands in for the usual product; null for a usual one */
  reason: string | null;
}

interface ChannelRule {
  label: string;
  /** in order of preference; behind the first one stand-ins, told as such */
  wishes: FileWish[];
  /** a stamp, not on the grid of the science image */
  isStamp?: boolean;
}

/** Order of the published arrays. */
const RULES: readonly ChannelRule[] = [
  { label: "science image", wishes: [{ role: "science-subtracted" }] },
  { label: "reference image", wishes: [{ role: "reference-gain-matched" }] },
  { label: "ZOGY difference", wishes: [{ role: "difference", algorithm: "zogy" }] },
  { label: "ZOGY score image", wishes: [{ role: "score", algorithm: "zogy" }] },
  {
    label: "SFFT difference",
    wishes: [
      { role: "difference-decorrelated", algorithm: "sfft" },
      { role: "difference", algorithm: "sfft" },
    ],
  },
  { label: "SFFT score image", wishes: [{ role: "difference-cross-convolved", algorithm: "sfft" }] },
  { label: "difference PSF", wishes: [{ role: "difference-psf", algorithm: "zogy" }], isStamp: true },
  { label: "ZOGY uncertainty", wishes: [{ role: "uncertainty", algorithm: "zogy" }] },
  { label: "SFFT uncertainty", wishes: [{ role: "uncertainty", algorithm: "sfft" }] },
];

/**
 * Registers the nine images of a job.
 *
 * @param job the folder
 * @param notes gets each absent or broken image with what it costs, and shapes that do not fit
 * @returns nine channels, 1 to 9
 */
export async function readChannels(job: JobFolder, notes: JobNote[]): Promise<Channel[]> {
  const channels: Channel[] = [];
  for (const [i, rule] of RULES.entries()) channels.push(await readChannel(job, i + 1, rule, notes));
  const grid = commonShape(channels);
  for (const channel of channels) {
    if (!grid || channel.width === null || RULES[channel.index - 1]?.isStamp) continue;
    if (channel.width === grid.width && channel.height === grid.height) continue;
    channel.state = "broken";
    channel.reason = `${channel.width} x ${channel.height} pixels, ${grid.width} x ${grid.height} in the ${grid.label}`;
    const found = `${channel.file}: ${channel.reason}`;
    notes.push({ kind: "broken", found, cost: `channel ${channel.index} not measured` });
  }
  return channels;
}

/** The shape that most images have, of equally many that of the earlier one: a single wrong one must not make all others wrong. */
function commonShape(channels: readonly Channel[]): Channel | undefined {
  const onGrid = channels.filter(({ index, width }) => !RULES[index - 1]?.isStamp && width !== null);
  const shapeOf = ({ width, height }: Channel) => `${width} x ${height}`;
  const countOf = (channel: Channel) => onGrid.filter((other) => shapeOf(other) === shapeOf(channel)).length;
  const most = Math.max(...onGrid.map(countOf));
  return onGrid.find((channel) => countOf(channel) === most);
}

async function readChannel(job: JobFolder, index: number, rule: ChannelRule, notes: JobNote[]): Promise<Channel> {
  const { label, wishes } = rule;
  const channel: Channel = {
    index,
    label,
    file: null,
    hdu: null,
    width: null,
    height: null,
    state: "absent",
    reason: null,
  };
  const cost = `channel ${index} not measured`;
  for (const [preference, wish] of wishes.entries()) {
    for (const file of filesOf(job, wish)) {
      try {
        const found = await withFits(job, file, ({ hdus, problems }) => {
          const hdu = hdus.find(({ type, shape }) => type === "image" && shape.length === 2);
          return { hdu, problem: problems.find(({ hdu: at }) => at === hdu?.index) };
        });
        if (found.hdu && !found.problem) {
          const { shape } = found.hdu;
          const reason = preference === 0 ? null : `${file.name} stands in: no cross-convolved products`;
          const size = { width: shape[1] ?? null, height: shape[0] ?? null };
          return { ...channel, ...size, file: file.name, hdu: found.hdu.index, state: "present", reason };
        }
        const { problem } = found;
        channel.reason = problem
          ? `${problem.place}: ${problem.found}, expected ${problem.expected}`
          : `${file.name}: no image in it`;
      } catch (error) {
        if (!isAnnulusError(error)) throw error;
        channel.reason = error.message;
      }
      channel.state = "broken";
      notes.push({ kind: "broken", found: channel.reason, cost });
    }
  }
  if (channel.state === "absent") {
    channel.reason = `no ${label}`;
    notes.push({ kind: "absent", found: channel.reason, cost });
  }
  return channel;
}

/**
 * Width and height of the science grid: that of the first image of a job that is not a PSF.
 *
 * @param channels of the job
 * @returns null where no image could be read
 */
export function imageSizeOf(channels: readonly Channel[]): { width: number; height: number } | null {
  for (const { index, state, width, height } of channels) {
    if (index !== 7 && state === "present" && width !== null && height !== null) return { width, height };
  }
  return null;
}

/**
 * Whether the published pipeline takes a job: it skips one of which any of its nine images is missing or broken.
 *
 * @param channels of the job
 * @returns the first image that it would miss, in words; null when it takes the job
 */
export function publishedSkipReason(channels: readonly Channel[]): string | null {
  const lacking = channels.find(({ state, reason }) => state !== "present" || reason !== null);
  return lacking ? (lacking.reason ?? `no ${lacking.label}`) : null;
}
