// Candidates and their stamps as the drawer and the page of one ask for them: kept, asked for ahead, told when they come.
import { z } from "zod";
import type { CandidateStamps, ShownChannel } from "@/components/difference/stamps-grid";
import { decodeStampAnswer } from "@/lib/difference/stamp-answer";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import { ask, RefusedError } from "../_shell/api";

/** undefined: on its way */
export type Loaded<T> = T | { reason: string } | undefined;

// our own server, of the same version: what it sends is its type
const isObject = (value: unknown) => typeof value === "object" && value !== null;
const detailSchema = z.custom<CandidateDetail>(isObject);
const refusalSchema = z.object({ message: z.string() });

const KEPT = 200;
const STAMP_SIZE = 64;

const watchers = new Set<() => void>();
let arrivals = 0;

/** For useSyncExternalStore: draws again whenever something arrives. */
export const candidateStore = {
  subscribe: (watcher: () => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  snapshot: () => arrivals,
};

function isRefused(value: unknown): value is { reason: string } {
  return typeof value === "object" && value !== null && "reason" in value;
}

class Kept<T> {
  private readonly values = new Map<string, Loaded<T>>();
  private readonly asked = new Set<string>();
  constructor(private readonly read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Loaded<T>>>) {}

  get(key: string): Loaded<T> {
    return this.values.get(key);
  }

  /** Asks for what is neither here nor on its way, in one request; what failed before is asked for again. */
  need(keys: readonly string[]): void {
    const isHere = (value: Loaded<T>) => value !== undefined && !isRefused(value);
    const missing = keys.filter((key) => !isHere(this.values.get(key)) && !this.asked.has(key));
    if (missing.length === 0) return;
    for (const key of missing) this.asked.add(key);
    void this.fetch(missing);
  }

  private async fetch(keys: readonly string[]): Promise<void> {
    let found: ReadonlyMap<string, Loaded<T>>;
    try {
      found = await this.read(keys);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      found = new Map(keys.map((key) => [key, { reason }]));
    }
    for (const key of keys) {
      this.asked.delete(key);
      this.values.set(key, found.get(key) ?? { reason: "the server did not send it" });
    }
    while (this.values.size > KEPT) this.values.delete(this.values.keys().next().value ?? "");
    arrivals++;
    for (const watcher of watchers) watcher();
  }
}

async function readDetail(key: string): Promise<Loaded<CandidateDetail>> {
  try {
    return await ask(`/api/v1/candidates/${key}`, detailSchema);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { reason: error.message };
  }
}

/** Details by row, or by name (nameKey): one that cannot be had keeps no other. */
export const details = new Kept<CandidateDetail>(
  async (keys) => new Map(await Promise.all(keys.map(async (key) => [key, await readDetail(key)] as const))),
);

/** Key of a candidate's details of which no row is known. */
export function nameKey(candidateId: string, mode: string): string {
  return `${encodeURIComponent(candidateId)}?${new URLSearchParams({ mode })}`;
}

/** Stamps of all channels by row: those of several candidates come in one answer. */
export const stamps = new Kept<CandidateStamps>(readStamps);

async function readStamps(keys: readonly string[]): Promise<ReadonlyMap<string, CandidateStamps>> {
  const response = await fetch(`/api/v1/candidates/stamps?ids=${keys.join(",")}&size=${STAMP_SIZE}`);
  if (!response.ok) {
    const refusal = refusalSchema.safeParse(await response.json().catch(() => null));
    throw new RefusedError(refusal.data?.message ?? `the server answers ${response.status}`);
  }
  const { size, candidates, stamps: pixels } = decodeStampAnswer(new Uint8Array(await response.arrayBuffer()));
  return new Map(
    candidates.map(({ rowId, x0, y0, channels }) => {
      const withPixels = channels.map((channel): ShownChannel => {
        const own = channel.stamp === null ? undefined : pixels[channel.stamp];
        return { ...channel, image: own ? { width: size, height: size, pixels: own } : null };
      });
      return [rowId, { size, x0, y0, channels: withPixels }];
    }),
  );
}
