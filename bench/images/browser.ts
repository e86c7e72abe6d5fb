// Debian's Chromium as the browser tests start it, one tab of 1440 x 900, and what a press of a key there leads to.

import { readFileSync } from "node:fs";
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import { TaskFailedError } from "@/lib/errors";
import playwrightConfig from "../../playwright.config";
import { installProbe, type Probe } from "./probe";

const VIEWPORT = { width: 1440, height: 900 };
/** After the last drawing that is waited for: what else comes of a press has come by then. */
const SETTLE_MS = 400;

export interface Tab {
  browser: Browser;
  page: Page;
  /** of the tab, of the browser */
  session: CDPSession;
  browserSession: CDPSession;
}

/** A request of the page, milliseconds on its clock. */
export interface Asked {
  url: string;
  began: number;
  /** sent, first byte, last byte; 0 when it was answered by the browser itself */
  sent: number;
  answered: number;
  ended: number;
  bytes: number;
}

export interface Effect extends Probe {
  requests: Asked[];
}

/** Opens a tab whose drawings are watched. */
export async function openTab(): Promise<Tab> {
  const browser = await chromium.launch(playwrightConfig.use?.launchOptions);
  const page = await browser.newPage({ viewport: VIEWPORT });
  // functions that are compiled for this process ask for a name that a page does not have
  await page.addInitScript("globalThis.__name ??= (what) => what");
  await page.addInitScript(installProbe);
  page.on("pageerror", (error) => console.error(`page: ${error.message}`));
  const [session, browserSession] = [await page.context().newCDPSession(page), await browser.newBrowserCDPSession()];
  return { browser, page, session, browserSession };
}

/** Goes to a page of the viewer and waits until its first image is drawn and nothing more comes. */
export async function openViewer({ page }: Tab, url: string): Promise<void> {
  await page.goto(url);
  await page.locator("canvas[data-renderer=webgl2]").waitFor();
  await page.getByText("on its way").waitFor({ state: "detached" });
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(SETTLE_MS);
}

/**
 * Does something that begins with a press, waits for the picture that it leads to, and a moment longer.
 *
 * @param press one key, button or turn of the wheel
 * @param wanted a picture of other tiles, or any picture
 */
export async function effectOf(
  { page }: Tab,
  press: () => Promise<void>,
  wanted: "new image" | "drawing",
): Promise<Effect> {
  await page.evaluate(() => window.bench.arm());
  await press();
  await page.evaluate(
    (isNew) => (isNew ? window.bench.untilNewImage() : window.bench.untilDrawing()),
    wanted === "new image",
  );
  await page.waitForTimeout(SETTLE_MS);
  return page.evaluate(() => {
    const probe = window.bench.disarm();
    const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    // what the browser has kept itself is no request to the server
    const requests = entries
      .filter(({ transferSize }) => transferSize > 0)
      .map((entry) => ({
        url: entry.name,
        began: entry.startTime,
        sent: entry.requestStart,
        answered: entry.responseStart,
        ended: entry.responseEnd,
        bytes: entry.transferSize,
      }));
    return { ...probe, requests };
  });
}

/** Bytes that come over the wire while something is done, headers and all. */
export async function bytesOnWire({ session }: Tab, work: () => Promise<void>): Promise<number> {
  let bytes = 0;
  const add = ({ encodedDataLength }: { encodedDataLength: number }) => {
    bytes += encodedDataLength;
  };
  await session.send("Network.enable");
  session.on("Network.loadingFinished", add);
  await work();
  session.off("Network.loadingFinished", add);
  await session.send("Network.disable");
  return bytes;
}

/** Megabytes of memory of the tab's process and of the one that draws for it. */
export interface Memory {
  /** resident, shared pages of the program counted too */
  residentMb: number;
  /** proportional: shared pages by their share */
  proportionalMb: number;
  /** JavaScript objects; arrays of pixels lie beside them */
  heapMb: number;
  drawingMb: number;
}

/** Memory of a tab by what the system says of its processes, after garbage was collected. */
export async function memoryOf({ session, browserSession }: Tab): Promise<Memory> {
  await session.send("HeapProfiler.collectGarbage");
  const { processInfo } = await browserSession.send("SystemInfo.getProcessInfo");
  const ofType = (type: string) => processInfo.filter((one) => one.type === type).map(({ id }) => statusOf(id));
  // a spare process without a page is small
  const tab = ofType("renderer").sort((a, b) => b.residentMb - a.residentMb)[0];
  if (!tab) throw new TaskFailedError({ place: "browser", found: "no process of a tab", expected: "one" });
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const drawing = ofType("GPU").map(({ residentMb }) => residentMb);
  return { ...tab, heapMb: usedSize / 1e6, drawingMb: Math.max(0, ...drawing) };
}

function statusOf(pid: number): Pick<Memory, "residentMb" | "proportionalMb"> {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
  const megabytes = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1]) * 1024) / 1e6;
  return { residentMb: megabytes("Rss"), proportionalMb: megabytes("Pss") };
}
