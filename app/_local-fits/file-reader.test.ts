import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Question, Reply } from "./calls";
import { LocalFileReader } from "./file-reader";

/** A thread that answers when it is told to. */
class FakeWorker {
  static started: FakeWorker[] = [];
  questions: Question[] = [];
  isEnded = false;
  onmessage: ((event: { data: Reply }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;
  constructor() {
    FakeWorker.started.push(this);
  }
  postMessage(question: Question): void {
    this.questions.push(question);
  }
  terminate(): void {
    this.isEnded = true;
  }
  reply(reply: Reply): void {
    this.onmessage?.({ data: reply });
  }
}

const HEADERS = { path: "x.fits", hdus: [], problems: [], troubledHdus: [] };

function started(index: number): FakeWorker {
  const worker = FakeWorker.started[index];
  if (!worker) throw new Error(`no thread ${index} was started`);
  return worker;
}

describe("LocalFileReader", () => {
  beforeEach(() => {
    FakeWorker.started = [];
    vi.stubGlobal("Worker", FakeWorker);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  const reader = () => new LocalFileReader(new File([], "x.fits"));

  it("hands answers, progress and failures to who asked", async () => {
    const of = reader();
    const told: number[] = [];
    const headers = of.ask("headers", { file: of.file });
    const plane = of.ask("plane", { hdu: 1, plane: 0 }, (done) => told.push(done));
    const worker = started(0);
    expect(worker.questions.map(({ name }) => name)).toEqual(["headers", "plane"]);
    worker.reply({ id: 2, type: "progress", done: 0.5 });
    worker.reply({ id: 2, type: "failure", message: "HDU 1 of x.fits: no pixels, expected some" });
    worker.reply({ id: 1, type: "answer", answer: HEADERS });
    await expect(plane).rejects.toThrow("HDU 1 of x.fits: no pixels, expected some");
    expect(await headers).toBe(HEADERS);
    expect(told).toEqual([0.5]);
  });

  it("is stopped, and opens the file again for the next question", async () => {
    const of = reader();
    const reading = of.ask("headers", { file: of.file });
    of.stop();
    await expect(reading).rejects.toThrow("stopped");
    expect(started(0).isEnded).toBe(true);
    const value = of.ask("columns", { hdu: 1 });
    const again = started(1);
    expect(again.questions.map(({ name }) => name)).toEqual(["headers"]);
    again.reply({ id: 2, type: "answer", answer: HEADERS });
    await vi.waitFor(() => expect(again.questions).toHaveLength(2));
    again.reply({ id: 3, type: "answer", answer: [] });
    expect(await value).toEqual([]);
  });

  it("says when the thread dies", async () => {
    const of = reader();
    const reading = of.ask("headers", { file: of.file });
    started(0).onerror?.({ message: "", preventDefault: () => {} });
    await expect(reading).rejects.toThrow("x.fits: the reading thread died (out of memory?)");
  });
});
