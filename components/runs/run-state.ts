// A run's state as the panel marks it.
import type { Status } from "../ui/status-mark";

const STATUS: Record<string, Status> = {
  queued: "waiting",
  running: "running",
  done: "pass",
  failed: "fail",
  cancelled: "none",
};

/** ● done ■ failed ○ cancelled ◌ running, waiting. The word beside the mark is the state itself. */
export function runStatus(state: string): Status {
  return STATUS[state] ?? "none";
}

/** True while a run may still change. */
export function isActive(state: string): boolean {
  return state === "queued" || state === "running";
}
