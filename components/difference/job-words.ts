// How a job is named, addressed and described: words of its state, its filter as people write it.
import type { DifferenceJobRow } from "@/lib/queries/difference-rows";
import type { Status } from "../ui/status-mark";

/**
 * Address of a job.
 *
 * @param isAmbiguous another job has the same name: its number is taken
 */
export function jobHref({ id, jid }: Pick<DifferenceJobRow, "id" | "jid">, isAmbiguous = false): string {
  return `/difference/${encodeURIComponent(isAmbiguous ? `#${id}` : jid)}`;
}

/** State of a job as a mark and in words, with what can be done about it. */
export function jobState(job: Pick<DifferenceJobRow, "state" | "noteCount">): { status: Status; word: string } {
  switch (job.state) {
    case "present":
      return job.noteCount === 0
        ? { status: "pass", word: "read" }
        : { status: "warn", word: `read, with ${job.noteCount} ${job.noteCount === 1 ? "note" : "notes"}` };
    case "unfinished":
      return { status: "running", word: "unfinished: files may still be being written; the next scan reads it again" };
    case "failed":
      return { status: "fail", word: "failed: nothing of it could be read" };
    case "vanished":
      return { status: "none", word: "vanished: the folder is gone from its mount; its rows are kept" };
  }
}
