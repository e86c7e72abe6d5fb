// Verdicts on their way to the server: shown at once, kept until the server says it has them, one undo away.
// Pure: the page owns the clock, the network and localStorage.
import { z } from "zod";

/** One verdict as the API takes it. The key is made here, so a save that is sent twice is one verdict. */
export const verdictToSaveSchema = z.object({
  clientKey: z.string().min(8).max(64),
  instrument: z.string().min(1),
  exposureId: z.string().regex(/^\d+$/),
  detector: z.number().int(),
  x: z.number(),
  y: z.number(),
  label: z.string().min(1).max(40),
  /** ISO 8601, UT */
  at: z.string(),
  undoneAt: z.string().nullable(),
});
type VerdictToSave = z.infer<typeof verdictToSaveSchema>;

export interface QueuedVerdict extends VerdictToSave {
  /** row of the triage list that was judged */
  subjectId: string;
  /** verdict that it had before; null: none */
  before: string | null;
}

export interface VerdictQueue {
  /** newest last; what the page has judged since it was opened, undone ones left out */
  made: QueuedVerdict[];
  /** not acknowledged yet, oldest first, at most one entry a client key */
  pending: QueuedVerdict[];
  /** on their way now, as they were when they were sent */
  sending: QueuedVerdict[];
  /** why the last try failed; null when it did not */
  failure: string | null;
  /** verdicts as this page knows them, by subject; null: none any more */
  labels: Readonly<Record<string, string | null>>;
}

export type VerdictAction =
  | { type: "judge"; verdict: QueuedVerdict }
  | { type: "undo"; at: string }
  | { type: "send"; entries: QueuedVerdict[] }
  | { type: "acknowledge" }
  | { type: "fail"; reason: string }
  | { type: "restore"; pending: QueuedVerdict[] };

export const EMPTY_QUEUE: VerdictQueue = { made: [], pending: [], sending: [], failure: null, labels: {} };

/** A judged subject's newer state replaces the older one; order of first arrival is kept. */
function enqueue(pending: QueuedVerdict[], verdict: QueuedVerdict): QueuedVerdict[] {
  const at = pending.findIndex((entry) => entry.clientKey === verdict.clientKey);
  return at < 0 ? [...pending, verdict] : pending.with(at, verdict);
}

/**
 * The queue after one action. `send` moves nothing out of `pending`: only `acknowledge` does, and only entries that have
 * not changed since they were sent, so that an undo made while the save was on its way is sent in its turn.
 */
export function reduceVerdicts(queue: VerdictQueue, action: VerdictAction): VerdictQueue {
  switch (action.type) {
    case "judge":
      return {
        ...queue,
        made: [...queue.made, action.verdict],
        pending: enqueue(queue.pending, action.verdict),
        labels: { ...queue.labels, [action.verdict.subjectId]: action.verdict.label },
      };
    case "undo": {
      const last = queue.made.at(-1);
      if (!last) return queue;
      const undone = { ...last, undoneAt: action.at };
      return {
        ...queue,
        made: queue.made.slice(0, -1),
        pending: enqueue(queue.pending, undone),
        labels: { ...queue.labels, [last.subjectId]: last.before },
      };
    }
    case "send":
      return { ...queue, sending: action.entries };
    case "acknowledge":
      return {
        ...queue,
        pending: queue.pending.filter((entry) => !queue.sending.includes(entry)),
        sending: [],
        failure: null,
      };
    case "fail":
      return { ...queue, sending: [], failure: action.reason };
    case "restore":
      return {
        ...queue,
        pending: [...action.pending, ...queue.pending],
        labels: {
          ...Object.fromEntries(
            action.pending.map((entry) => [entry.subjectId, entry.undoneAt ? entry.before : entry.label]),
          ),
          ...queue.labels,
        },
      };
  }
}

/** Verdict of a subject: what this page knows, else what the server told. */
export function labelOf(queue: VerdictQueue, subject: { id: string; verdict: string | null }): string | null {
  return queue.labels[subject.id] === undefined ? subject.verdict : (queue.labels[subject.id] ?? null);
}

/** Decisions per minute over the last five minutes at most; null before two decisions were made. */
export function decisionsPerMinute(made: readonly { at: string }[], now: Date): number | null {
  const recent = made.map((verdict) => Date.parse(verdict.at)).filter((at) => now.getTime() - at < 5 * 60_000);
  const first = recent[0];
  if (first === undefined || recent.length < 2) return null;
  const minutes = Math.max(1 / 60, (now.getTime() - first) / 60_000);
  return recent.length / minutes;
}

/** Text kept in localStorage. */
export function storePending(queue: VerdictQueue): string {
  return JSON.stringify(queue.pending);
}

/** What storePending kept; an entry that is not a verdict (an older version's) is left out. */
export function restorePending(text: string | null): QueuedVerdict[] {
  if (!text) return [];
  const stored = z.array(z.unknown()).catch([]).parse(parseJson(text));
  const entry = verdictToSaveSchema.extend({ subjectId: z.string(), before: z.string().nullable() });
  return stored.flatMap((value) => entry.safeParse(value).data ?? []);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
