// Verdicts on their way to the server: shown at once, kept until the server says it has them, one undo away.
// Pure: the page owns the clock, the network and localStorage.
import { z } from "zod";
import { type Said, type Verdict, verdictSchema } from "@/lib/verdicts/verdict";

export type QueuedVerdict = Verdict & {
  /** row of the page's list that was judged */
  subjectId: string;
  /** what was said of it before */
  before: Said;
};

export interface VerdictQueue {
  /** newest last; what the page has judged since it was opened, undone ones left out */
  made: QueuedVerdict[];
  /** not acknowledged yet, oldest first, at most one entry a client key */
  pending: QueuedVerdict[];
  /** on their way now, as they were when they were sent */
  sending: QueuedVerdict[];
  /** why the last try failed; null when it did not */
  failure: string | null;
  /** what is said as this page knows it, by subject */
  known: Readonly<Record<string, Said>>;
}

export type VerdictAction =
  | { type: "judge"; verdict: QueuedVerdict }
  /** the last one made here, or one that the page made before it was loaded anew */
  | { type: "undo"; at: string; verdict?: QueuedVerdict }
  | { type: "send"; entries: QueuedVerdict[] }
  | { type: "acknowledge" }
  | { type: "fail"; reason: string }
  | { type: "restore"; pending: QueuedVerdict[] };

export const EMPTY_QUEUE: VerdictQueue = { made: [], pending: [], sending: [], failure: null, known: {} };

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
        known: { ...queue.known, [action.verdict.subjectId]: saidBy(action.verdict) },
      };
    case "undo": {
      const last = action.verdict ?? queue.made.at(-1);
      if (!last) return queue;
      const undone = { ...last, undoneAt: action.at };
      return {
        ...queue,
        made: action.verdict ? queue.made : queue.made.slice(0, -1),
        pending: enqueue(queue.pending, undone),
        known: { ...queue.known, [last.subjectId]: last.before },
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
        known: {
          ...Object.fromEntries(action.pending.map((entry) => [entry.subjectId, saidNow(entry)])),
          ...queue.known,
        },
      };
  }
}

/** What a verdict says; an empty comment is none. */
function saidBy({ label, comment }: Said): Said {
  return { label, comment: comment || null };
}

function saidNow(entry: QueuedVerdict): Said {
  return entry.undoneAt === null ? saidBy(entry) : entry.before;
}

/** What is said of a subject: what this page knows, else what the server told. */
export function saidOf(queue: VerdictQueue, subjectId: string, told: Said): Said {
  return queue.known[subjectId] ?? told;
}

/** Verdict of a subject that is known by it alone. */
export function labelOf(queue: VerdictQueue, subject: { id: string; verdict: string | null }): string | null {
  return saidOf(queue, subject.id, { label: subject.verdict, comment: null }).label;
}

/** Decisions per minute over the last five minutes at most; null before two decisions were made. */
export function decisionsPerMinute(made: readonly { at: string }[], now: Date): number | null {
  const recent = made.map((verdict) => Date.parse(verdict.at)).filter((at) => now.getTime() - at < 5 * 60_000);
  const first = recent[0];
  if (first === undefined || recent.length < 2) return null;
  const minutes = Math.max(1 / 60, (now.getTime() - first) / 60_000);
  return recent.length / minutes;
}

/** Text kept in localStorage; of those made, in sessionStorage. */
export function storeVerdicts(verdicts: readonly QueuedVerdict[]): string {
  return JSON.stringify(verdicts);
}

/** Earlier versions kept the verdict before as its word alone. */
const beforeSchema = z.union([
  z.object({ label: z.string().nullable(), comment: z.string().nullable() }),
  z
    .string()
    .nullable()
    .transform((label): Said => ({ label, comment: null })),
]);
const entrySchema = verdictSchema.and(z.object({ subjectId: z.string(), before: beforeSchema }));

/** What storeVerdicts kept; an entry that is not a verdict is left out. */
export function restoreVerdicts(text: string | null): QueuedVerdict[] {
  if (!text) return [];
  const stored = z.array(z.unknown()).catch([]).parse(parseJson(text));
  return stored.flatMap((value) => entrySchema.safeParse(value).data ?? []);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
