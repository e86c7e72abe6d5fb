// The thread that reads one local file: headers, planes, parts of them, rows. It lives in the browser; nothing leaves it but
// its answers to the page.

import { blobByteSource } from "@/lib/files/blob-source";
import { describeColumns, type FitsFile, openFits, readTable } from "@/lib/readers/fits";
import type { CallName, Calls, Question, Reply } from "./calls";
import { headersOf } from "./headers";
import { cutRegion, type Plane, pixelText, readPlane } from "./plane";
import { rowsOf } from "./rows";
import { skyText } from "./sky";

type Answerers = {
  [K in CallName]: (ask: Calls[K]["ask"], tell: (done: number) => void) => Promise<Calls[K]["answer"]>;
};

let opened: Promise<FitsFile> | undefined;
/** One plane is held: the last that was asked for. */
let held: { key: string; plane: Promise<Plane> } | undefined;

function file(): Promise<FitsFile> {
  if (!opened) throw new Error("asked before a file was given");
  return opened;
}

function planeOf(hdu: number, plane: number, tell: (done: number) => void): Promise<Plane> {
  const key = `${hdu}/${plane}`;
  if (held?.key !== key) held = { key, plane: file().then((fits) => readPlane(fits, hdu, plane, tell)) };
  return held.plane;
}

const nobody = () => {};

const ANSWERERS: Answerers = {
  async headers({ file: chosen }) {
    opened ??= openFits(blobByteSource(chosen, chosen.name));
    return headersOf(await opened);
  },
  async plane({ hdu, plane }, tell) {
    const { width, height, unit, sample } = await planeOf(hdu, plane, tell);
    return { width, height, unit, sample };
  },
  async region({ hdu, plane, box }) {
    return cutRegion(await planeOf(hdu, plane, nobody), box);
  },
  async value({ hdu, plane, x, y }) {
    const header = (await file()).hdus[hdu]?.header;
    return { text: pixelText(await planeOf(hdu, plane, nobody), x, y), sky: header ? skyText(header, x, y) : null };
  },
  async columns({ hdu }) {
    return describeColumns(await file(), hdu);
  },
  async rows({ hdu, start, end }) {
    return rowsOf(await readTable(await file(), hdu, { rows: { start, end } }), start);
  },
};

async function reply(question: Question): Promise<void> {
  const { id } = question;
  const send = (message: Reply) => self.postMessage(message);
  const tell = (done: number) => send({ id, type: "progress", done });
  try {
    send({ id, type: "answer", answer: await answerOf(question, tell) });
  } catch (error) {
    // the page's boundary: what went wrong is told in the words of the error
    send({ id, type: "failure", message: error instanceof Error ? error.message : String(error) });
  }
}

function answerOf(question: Question, tell: (done: number) => void): Promise<Calls[CallName]["answer"]> {
  switch (question.name) {
    case "headers":
      return ANSWERERS.headers(question.ask, tell);
    case "plane":
      return ANSWERERS.plane(question.ask, tell);
    case "region":
      return ANSWERERS.region(question.ask, tell);
    case "value":
      return ANSWERERS.value(question.ask, tell);
    case "columns":
      return ANSWERERS.columns(question.ask, tell);
    case "rows":
      return ANSWERERS.rows(question.ask, tell);
  }
}

self.onmessage = (event: MessageEvent<Question>) => void reply(event.data);
