// GET: server-sent events. "state" sums up active runs and scans, at once and after changes (at most one a second for all
// listeners together); "progress" passes each event on as it comes from the database.
import { findLiveState, type LiveState } from "@/lib/queries/live";
import { type ProgressEvent, subscribeProgress } from "@/lib/runs/progress";

export const dynamic = "force-dynamic";

const KEEP_ALIVE_MS = 15_000;
const STATE_EVERY_MS = 1000;

type Send = (name: string, data: unknown) => void;

interface Hub {
  open: Set<Send>;
  unsubscribe: (() => void) | null;
  timer: NodeJS.Timeout | null;
}

// development servers load this module again after each change: the listeners outlive it
const holder: typeof globalThis & { annulusEventStreams?: Hub } = globalThis;
holder.annulusEventStreams ??= { open: new Set(), unsubscribe: null, timer: null };
const hub = holder.annulusEventStreams;

function sendToAll(name: string, data: unknown) {
  for (const send of hub.open) send(name, data);
}

function announce(event: ProgressEvent) {
  sendToAll("progress", event);
  if (event.kind === "verdict" || hub.timer !== null) return;
  hub.timer = setTimeout(async () => {
    hub.timer = null;
    // a database that is away comes back; the next event tells the state anew
    const state = await findLiveState().catch((error: unknown) => console.error(`events: ${error}`));
    if (state) sendToAll("state", state);
  }, STATE_EVERY_MS);
}

function join(send: Send): () => void {
  hub.open.add(send);
  hub.unsubscribe ??= subscribeProgress(announce);
  return () => {
    hub.open.delete(send);
    if (hub.open.size > 0) return;
    hub.unsubscribe?.();
    hub.unsubscribe = null;
  };
}

function eventStream(signal: AbortSignal, first: LiveState): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let close = () => {};
  return new ReadableStream({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const leave = join((name, data) => write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
      const beat = setInterval(() => write(": still here\n\n"), KEEP_ALIVE_MS);
      close = () => {
        close = () => {};
        leave();
        clearInterval(beat);
        controller.close();
      };
      signal.addEventListener("abort", () => close());
      write(`retry: 2000\n\nevent: state\ndata: ${JSON.stringify(first)}\n\n`);
    },
    cancel() {
      close();
    },
  });
}

export async function GET(request: Request): Promise<Response> {
  const first = await findLiveState();
  return new Response(eventStream(request.signal, first), {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
