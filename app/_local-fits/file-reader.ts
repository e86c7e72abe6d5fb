// A local file and the thread that reads it, started when something is asked and ended by stop().

import type { CallName, Calls, Reply } from "./calls";

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
  onProgress?: (done: number) => void;
}

/** Why an answer did not come: the person stopped it, or closed the file. */
class StoppedError extends Error {}

let lastKey = 0;

export class LocalFileReader {
  readonly file: File;
  /** told apart from another of the same name */
  readonly key = ++lastKey;
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(file: File) {
    this.file = file;
  }

  /**
   * Asks the thread. Rejects with the reader's own words, or with StoppedError.
   * @param onProgress gets the part that is done, 0 to 1
   */
  async ask<K extends CallName>(
    name: K,
    ask: Calls[K]["ask"],
    onProgress?: (done: number) => void,
  ): Promise<Calls[K]["answer"]> {
    const isNew = this.#worker === null;
    if (isNew && name !== "headers") await this.#send("headers", { file: this.file });
    return this.#send(name, ask, onProgress);
  }

  /** Ends the thread and what it was doing. The next question starts another. */
  stop(): void {
    this.#worker?.terminate();
    this.#end(new StoppedError("stopped"));
  }

  #send<K extends CallName>(name: K, ask: Calls[K]["ask"], onProgress?: (done: number) => void) {
    this.#worker ??= this.#start();
    const id = ++this.#lastId;
    const worker = this.#worker;
    return new Promise<Calls[K]["answer"]>((resolve, reject) => {
      // the thread answers a question in the type of its call (calls.ts)
      this.#waiting.set(id, { resolve: resolve as Waiting["resolve"], reject, onProgress });
      worker.postMessage({ id, name, ask });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL("./reader.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<Reply>) => this.#take(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      this.#end(new Error(`${this.file.name}: the reading thread died (${event.message || "out of memory?"})`));
    };
    return worker;
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (reply.type === "progress") {
      waiting?.onProgress?.(reply.done);
      return;
    }
    this.#waiting.delete(reply.id);
    if (reply.type === "answer") waiting?.resolve(reply.answer);
    else waiting?.reject(new Error(reply.message));
  }

  #end(error: Error): void {
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
