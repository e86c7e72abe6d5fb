// Progress travels as PostgreSQL notifications: any process may say, any process may listen.
// One LISTEN connection per process, however many pages are open.

import pg from "pg";
import { z } from "zod";
import { pool } from "@/lib/database/client";
import { databaseUrl } from "@/lib/database/connection";
import { withoutRepeats } from "./repeat-filter";

const CHANNEL = "annulus_progress";
/** PostgreSQL refuses a notification of 8000 bytes or more. */
const MAX_PAYLOAD_BYTES = 7900;
const RECONNECT_MS = 1000;

const taskCounts = z.object({
  waiting: z.number(),
  queued: z.number(),
  running: z.number(),
  done: z.number(),
  failed: z.number(),
  cancelled: z.number(),
});

const runEvent = z.object({
  kind: z.literal("run"),
  runId: z.number(),
  pipeline: z.string(),
  /** queued | running | done | failed | cancelled */
  state: z.string(),
  tasks: taskCounts,
  taskCount: z.number(),
  /** over the last 20 seconds, all workers together; null: nothing ended in that time */
  megapixelsPerSecond: z.number().nullable(),
  /** null: not yet known, or ended */
  secondsLeft: z.number().nullable(),
});

const scanEvent = z.object({
  kind: z.literal("scan"),
  mountId: z.number(),
  /** scanning | idle | failed */
  state: z.string(),
  filesSeen: z.number(),
  note: z.string().nullable(),
});

const verdictEvent = z.object({
  kind: z.literal("verdict"),
  instrument: z.string(),
  exposureId: z.string(),
  detector: z.number(),
});

const progressEvent = z.discriminatedUnion("kind", [runEvent, scanEvent, verdictEvent]);

export type TaskCounts = z.infer<typeof taskCounts>;
export type RunEvent = z.infer<typeof runEvent>;
export type ScanEvent = z.infer<typeof scanEvent>;
export type VerdictEvent = z.infer<typeof verdictEvent>;
export type ProgressEvent = z.infer<typeof progressEvent>;

const say = withoutRepeats(console.error);

type Listener = (event: ProgressEvent) => void;

interface Hub {
  listeners: Set<Listener>;
  client: pg.Client | null;
  timer: NodeJS.Timeout | null;
}

// development servers load this module again after each change: the connection outlives it
const holder: typeof globalThis & { annulusProgress?: Hub } = globalThis;

function hub(): Hub {
  holder.annulusProgress ??= { listeners: new Set(), client: null, timer: null };
  return holder.annulusProgress;
}

/**
 * Tell every process what happened. Losing one is harmless: the rows are the truth, events only say "look".
 *
 * @param event what happened; shortened notes keep it under PostgreSQL's 8000 bytes
 */
export async function publishProgress(event: ProgressEvent): Promise<void> {
  let payload = JSON.stringify(event);
  if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES && event.kind === "scan") {
    payload = JSON.stringify({ ...event, note: event.note?.slice(0, 1000) ?? null });
  }
  await pool().query("SELECT pg_notify($1, $2)", [CHANNEL, payload]);
}

/**
 * Hear of runs, scans and verdicts from all processes. The first listener opens the connection, the last
 * one to leave closes it; a lost connection is opened again every second.
 *
 * @param listener called with each event, in the order of the database
 * @returns call it to stop listening
 */
export function subscribeProgress(listener: Listener): () => void {
  const shared = hub();
  shared.listeners.add(listener);
  if (shared.client === null && shared.timer === null) void connect(shared);
  return () => {
    shared.listeners.delete(listener);
    if (shared.listeners.size === 0) disconnect(shared);
  };
}

async function connect(shared: Hub): Promise<void> {
  shared.timer = null;
  const client = new pg.Client({ connectionString: databaseUrl(), application_name: "annulus progress" });
  shared.client = client;
  client.on("error", () => reconnect(shared, client));
  client.on("end", () => reconnect(shared, client));
  client.on("notification", (message) => deliver(shared, message.payload));
  try {
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
  } catch (error) {
    say(`progress: ${error instanceof Error ? error.message : String(error)}; trying again`);
    reconnect(shared, client);
  }
}

function reconnect(shared: Hub, client: pg.Client): void {
  if (shared.client !== client) return;
  shared.client = null;
  client.end().catch(() => undefined);
  if (shared.listeners.size > 0) shared.timer = setTimeout(() => void connect(shared), RECONNECT_MS);
}

function disconnect(shared: Hub): void {
  if (shared.timer !== null) clearTimeout(shared.timer);
  shared.timer = null;
  const client = shared.client;
  shared.client = null;
  client?.end().catch(() => undefined);
}

function deliver(shared: Hub, payload: string | undefined): void {
  const parsed = progressEvent.safeParse(parseJson(payload ?? ""));
  // another version of the software on the same database may say things we do not know
  if (!parsed.success) return;
  for (const listener of shared.listeners) listener(parsed.data);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
