import { describe, expect, it } from "vitest";
import {
  decisionsPerMinute,
  EMPTY_QUEUE,
  type QueuedVerdict,
  queuedLabel,
  reduceVerdicts,
  restorePending,
  storePending,
  type VerdictAction,
  type VerdictQueue,
} from "./verdict-queue";

const verdict = (subjectId: string, label: string): QueuedVerdict => ({
  clientKey: `key-of-${subjectId}-${label}`,
  subjectId,
  instrument: "LSSTCam",
  exposureId: "2025061300222",
  detector: 94,
  x: 10.5,
  y: 20.25,
  label,
  at: "2025-06-13T04:00:00.000Z",
  undoneAt: null,
});
const queueOf = (...actions: VerdictAction[]): VerdictQueue => actions.reduce(reduceVerdicts, EMPTY_QUEUE);
const judge = (subjectId: string, label: string): VerdictAction => ({
  type: "judge",
  verdict: verdict(subjectId, label),
});
const undo: VerdictAction = { type: "undo", at: "2025-06-13T04:00:01.000Z" };

describe("verdict queue", () => {
  it("shows a verdict at once and keeps it until it is acknowledged", () => {
    const sent = queueOf(judge("7", "ring"), { type: "send" });
    expect(queuedLabel(sent, "7")).toBe("ring");
    expect(sent.pending).toHaveLength(1);
    const known = reduceVerdicts(sent, { type: "acknowledge" });
    expect(known.pending).toHaveLength(0);
    expect(queuedLabel(known, "7")).toBe("ring");
  });

  it("keeps everything when the server is away, and says why", () => {
    const queue = queueOf(
      judge("7", "ring"),
      { type: "send" },
      { type: "fail", reason: "no answer" },
      judge("8", "blob"),
    );
    expect(queue.pending.map((entry) => entry.subjectId)).toEqual(["7", "8"]);
    expect(queue.failure).toBe("no answer");
  });

  it("sends what was judged while a save was on its way", () => {
    const queue = queueOf(judge("7", "ring"), { type: "send" }, judge("8", "blob"), { type: "acknowledge" });
    expect(queue.pending.map((entry) => entry.subjectId)).toEqual(["8"]);
  });

  it("undoes one at a time, newest first, under the same key", () => {
    const queue = queueOf(judge("7", "ring"), judge("8", "blob"), undo);
    expect(queuedLabel(queue, "8")).toBeNull();
    expect(queuedLabel(queue, "7")).toBe("ring");
    expect(queue.pending).toHaveLength(2);
    expect(queue.pending[1]).toMatchObject({ clientKey: "key-of-8-blob", undoneAt: "2025-06-13T04:00:01.000Z" });
    expect(queueOf(undo)).toEqual(EMPTY_QUEUE);
  });

  it("does not lose an undo made while its verdict was being saved", () => {
    const queue = queueOf(judge("7", "ring"), { type: "send" }, undo, { type: "acknowledge" });
    expect(queue.pending).toMatchObject([{ subjectId: "7", undoneAt: "2025-06-13T04:00:01.000Z" }]);
  });

  it("survives a reload, and entries that are not verdicts do not stop it", () => {
    const queue = queueOf(judge("7", "ring"));
    expect(restorePending(storePending(queue))).toEqual(queue.pending);
    expect(restorePending('[{"old":1}]')).toEqual([]);
    expect(restorePending("not JSON")).toEqual([]);
    expect(restorePending(null)).toEqual([]);
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
