import { describe, expect, it } from "vitest";
import {
  decisionsPerMinute,
  EMPTY_QUEUE,
  labelOf,
  type QueuedVerdict,
  reduceVerdicts,
  restoreVerdicts,
  saidOf,
  storeVerdicts,
  type VerdictAction,
  type VerdictQueue,
} from "./verdict-queue";

const verdict = (subjectId: string, label: string): QueuedVerdict => ({
  clientKey: `key-of-${subjectId}-${label}`,
  subjectId,
  before: { label: null, comment: null },
  subject: "dark-ring",
  instrument: "LSSTCam",
  exposureId: "2025061300222",
  detector: 94,
  stage: null,
  candidateId: null,
  person: "local",
  seconds: null,
  isBlind: false,
  x: 10.5,
  y: 20.25,
  label,
  comment: null,
  at: "2025-06-13T04:00:00.000Z",
  undoneAt: null,
});
const queueOf = (...actions: VerdictAction[]): VerdictQueue => actions.reduce(reduceVerdicts, EMPTY_QUEUE);
const judge = (subjectId: string, label: string): VerdictAction => ({
  type: "judge",
  verdict: verdict(subjectId, label),
});
const sent = (queue: VerdictQueue) => reduceVerdicts(queue, { type: "send", entries: queue.pending });
const ACKNOWLEDGE: VerdictAction = { type: "acknowledge" };
const undo: VerdictAction = { type: "undo", at: "2025-06-13T04:00:01.000Z" };

describe("verdict queue", () => {
  it("shows a verdict at once and keeps it until it is acknowledged", () => {
    const waiting = sent(queueOf(judge("7", "ring")));
    expect(labelOf(waiting, { id: "7", verdict: null })).toBe("ring");
    expect(waiting.pending).toHaveLength(1);
    const known = reduceVerdicts(waiting, { type: "acknowledge" });
    expect(known.pending).toHaveLength(0);
    expect(labelOf(known, { id: "7", verdict: null })).toBe("ring");
  });

  it("keeps everything when the server is away, and says why", () => {
    const failed = reduceVerdicts(sent(queueOf(judge("7", "ring"))), { type: "fail", reason: "no answer" });
    const queue = reduceVerdicts(failed, judge("8", "blob"));
    expect(queue.pending.map((entry) => entry.subjectId)).toEqual(["7", "8"]);
    expect(queue.failure).toBe("no answer");
  });

  it("sends what was judged while a save was on its way", () => {
    const queue = [judge("8", "blob"), ACKNOWLEDGE].reduce(reduceVerdicts, sent(queueOf(judge("7", "ring"))));
    expect(queue.pending.map((entry) => entry.subjectId)).toEqual(["8"]);
  });

  it("undoes one at a time, newest first, under the same key", () => {
    const queue = queueOf(judge("7", "ring"), judge("8", "blob"), undo);
    expect(labelOf(queue, { id: "8", verdict: null })).toBeNull();
    expect(labelOf(queue, { id: "7", verdict: null })).toBe("ring");
    expect(queue.pending).toHaveLength(2);
    expect(queue.pending[1]).toMatchObject({ clientKey: "key-of-8-blob", undoneAt: "2025-06-13T04:00:01.000Z" });
    expect(queueOf(undo)).toEqual(EMPTY_QUEUE);
  });

  it("gives back the verdict that was there before", () => {
    const first = { ...verdict("7", "ring"), before: { label: "blob", comment: null } };
    const queue = queueOf({ type: "judge", verdict: first }, undo);
    expect(labelOf(queue, { id: "7", verdict: "ring" })).toBe("blob");
    expect(labelOf(queue, { id: "8", verdict: "lobe" })).toBe("lobe");
  });

  it("takes a comment with the verdict, and undoes both together", () => {
    const told = { label: "Focus", comment: null };
    const image = { ...verdict("7", "Crosstalk"), comment: "of the star above", before: told };
    const queue = queueOf({ type: "judge", verdict: image });
    expect(saidOf(queue, "7", told)).toEqual({ label: "Crosstalk", comment: "of the star above" });
    expect(saidOf(reduceVerdicts(queue, undo), "7", told)).toEqual(told);
    const cleared = reduceVerdicts(queue, { type: "judge", verdict: { ...image, comment: "" } });
    expect(saidOf(cleared, "7", told)).toEqual({ label: "Crosstalk", comment: null });
    expect(saidOf(queue, "8", told)).toEqual(told);
  });

  it("undoes one that was made before the page was loaded anew", () => {
    const earlier = { ...verdict("7", "ring"), before: { label: "blob", comment: null } };
    const queue = queueOf(judge("8", "blob"), { type: "undo", at: "2025-06-13T04:00:01.000Z", verdict: earlier });
    expect(queue.made.map(({ subjectId }) => subjectId)).toEqual(["8"]);
    expect(queue.pending.at(-1)).toMatchObject({ clientKey: "key-of-7-ring", undoneAt: "2025-06-13T04:00:01.000Z" });
    expect(labelOf(queue, { id: "7", verdict: "ring" })).toBe("blob");
  });

  it("does not lose an undo made while its verdict was being saved", () => {
    const queue = [undo, ACKNOWLEDGE].reduce(reduceVerdicts, sent(queueOf(judge("7", "ring"))));
    expect(queue.pending).toMatchObject([{ subjectId: "7", undoneAt: "2025-06-13T04:00:01.000Z" }]);
  });

  it("survives a reload, and entries that are not verdicts do not stop it", () => {
    const queue = queueOf(judge("7", "ring"));
    expect(restoreVerdicts(storeVerdicts(queue.pending))).toEqual(queue.pending);
    const { subject: _, stage: __, comment: ___, ...older } = { ...verdict("7", "ring"), before: "blob" };
    expect(restoreVerdicts(JSON.stringify([older, { old: 1 }]))).toEqual([
      { ...verdict("7", "ring"), before: { label: "blob", comment: null } },
    ]);
    expect(restoreVerdicts("not JSON")).toEqual([]);
    expect(restoreVerdicts(null)).toEqual([]);
  });
});

describe("decisions per minute", () => {
  it("counts the last five minutes and nothing before two decisions", () => {
    const now = new Date("2025-06-13T04:10:00Z");
    const at = (time: string) => ({ at: `2025-06-13T${time}Z` });
    expect(decisionsPerMinute([at("04:09:00")], now)).toBeNull();
    expect(decisionsPerMinute([at("04:00:00"), at("04:08:00"), at("04:09:00")], now)).toBeCloseTo(1);
    expect(decisionsPerMinute([at("04:09:30"), at("04:09:45"), at("04:09:59")], now)).toBeCloseTo(6);
  });
});
