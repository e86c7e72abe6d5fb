// The thread that reads one local file: headers, planes, parts of them, rows. It lives in the browser; nothing leaves it but
// its answers to the page.

import type { LocalHeaders } from "@/components/local-fits/hdu-list";
import { blobByteSource } from "@/lib/files/blob-source";
import { describeColumns, type FitsFile, openFits, readTable } from "@/lib/readers/fits";
import type { CallName, Calls, Question, Reply } from "./calls";
import { isCatalogName, type LocalCatalog, openCatalog } from "./catalog";
import { describePlane } from "./describe-plane";
import { headersOf } from "./headers";
import { cutTile, type Plane, pixelText, readPlane } from "./plane";
import { rowsOf } from "./rows";

let opened: Promise<FitsFile> | undefined;
let catalog: Promise<LocalCatalog> | undefined;
/** The last planes that were asked for: the one that is shown, and the one that takes its place. */
let held: { key: string; plane: Promise<Plane> }[] = [];
const MOST_HELD = 2;

function file(): Promise<FitsFile> {
  if (!opened) throw new Error("asked before a file was given");
  return opened;
}

function planeOf(hdu: number, plane: number, tell: (done: number) => void): Promise<Plane> {
  const key = `${hdu}/${plane}`;
  const known = held.find((one) => one.key === key);
  const found = known ?? { key, plane: file().then((fits) => readPlane(fits, hdu, plane, tell)) };
  held = [found, ...held.filter((one) => one.key !== key)].slice(0, MOST_HELD);
  return found.plane;
}

async function headersOfFile(chosen: File): Promise<LocalHeaders> {
  const source = blobByteSource(chosen, chosen.name);
  if (isCatalogName(chosen.name)) {
    catalog ??= openCatalog(source);
    return (await catalog).headers;
  }
  opened ??= openFits(source);
  return headersOf(await opened);
}

const nobody = () => {};

async function answerOf(question: Question, tell: (done: number) => void): Promise<Calls[CallName]["answer"]> {
  switch (question.name) {
    case "headers":
      return headersOfFile(question.ask.file);
    case "plane": {
      const { hdu, plane } = question.ask;
      return describePlane(await file(), hdu, plane, await planeOf(hdu, plane, tell));
    }
    case "tile":
      return cutTile(await planeOf(question.ask.hdu, question.ask.plane, nobody), question.ask.address);
    case "value": {
      const { hdu, plane: index, x, y } = question.ask;
      const plane = await planeOf(hdu, index, nobody);
      return { value: Number(plane.pixels[y * plane.width + x]), text: pixelText(plane, x, y), mask: null };
    }
    case "columns":
      return catalog ? (await catalog).columns : describeColumns(await file(), question.ask.hdu);
    case "rows": {
      const { hdu, ...rows } = question.ask;
      if (catalog) return rowsOf((await catalog).catalog.columns, rows, 0);
      const { columns } = await readTable(await file(), hdu, { rows });
      return rowsOf(columns, rows, rows.start);
    }
  }
}

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

self.onmessage = (event: MessageEvent<Question>) => void reply(event.data);
