// A FITS file of the person's own computer, on any page: read in the browser and never sent.

import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Page, Request } from "@playwright/test";
import { fitsBytes } from "@/lib/testing/make-fits";
import { untilAlive } from "./fixtures";
import { expect, test } from "./seeded";

const FIXTURES = path.resolve(import.meta.dirname, "../lib/readers/fits/fixtures");

interface LocalFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

function localFile(name: string, bytes: Uint8Array): LocalFile {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) };
}

/** A fixture without the gzip around it. */
function fixture(name: string): Buffer {
  return gunzipSync(readFileSync(path.join(FIXTURES, `${name}.gz`)));
}

/** 300 x 200 pixels, pixel (x, y) = 1000 y + x; then an image whose pixels are not there. */
function rampThenBroken(): Uint8Array {
  const pixels = Float32Array.from({ length: 300 * 200 }, (_, i) => 1000 * Math.floor(i / 300) + (i % 300));
  const whole = fitsBytes([
    { cards: { OBJECT: "ramp", BUNIT: "adu" }, size: [300, 200], pixels },
    { cards: { EXTNAME: "LOST" }, size: [100, 100] },
  ]);
  return whole.subarray(0, whole.length - 17 * 2880 + 2880 * 10);
}

/** What is asked of the server while a file is open, to be searched for the file's bytes. */
function watchRequests(page: Page): Request[] {
  const requests: Request[] = [];
  page.on("request", (request) => requests.push(request));
  return requests;
}

async function drop(page: Page, files: readonly LocalFile[], on = "main"): Promise<void> {
  const transfer = await page.evaluateHandle(
    (given) => {
      const data = new DataTransfer();
      for (const { name, base64 } of given) {
        data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
      }
      return data;
    },
    files.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") })),
  );
  await page.dispatchEvent(on, "dragover", { dataTransfer: transfer });
  await page.dispatchEvent(on, "drop", { dataTransfer: transfer });
}

for (const address of ["/", "/exposures?instrument=LSSTCam", "/settings", "/dark-rings"]) {
  test(`a file dropped on ${address} shows pixels and header, and is not sent`, async ({ page }) => {
    await page.goto(address);
    await untilAlive(page.getByRole("button", { name: "Open local FITS… (o)" }));
    const requests = watchRequests(page);
    await drop(page, [localFile("ramp.fits", rampThenBroken())]);
    const dialog = page.getByRole("dialog", { name: /ramp\.fits/ });
    await expect(dialog.getByRole("img", { name: "Pixels of HDU 0" })).toBeVisible();
    await expect(dialog.getByRole("navigation", { name: "HDUs" })).toContainText("float32300×200");
    await dialog.getByRole("tab", { name: "Header" }).click();
    await expect(dialog.getByRole("region", { name: "Cards" })).toContainText("OBJECT  = 'ramp");
    const sent = requests.filter(
      (request) => request.method() !== "GET" || (request.postDataBuffer()?.length ?? 0) > 0,
    );
    expect(sent.map((request) => request.url())).toEqual([]);
  });
}

test("the pixel under the pointer is read out; keys zoom and move; Escape closes", async ({
  page,
  expectAccessible,
}) => {
  await page.goto("/");
  const opener = page.getByRole("button", { name: "Open local FITS… (o)" });
  await untilAlive(opener);
  const choosing = page.waitForEvent("filechooser");
  await page.keyboard.press("o");
  await (await choosing).setFiles([localFile("ramp.fits", rampThenBroken())]);
  const dialog = page.getByRole("dialog");
  const readout = dialog.getByRole("status", { name: "Pixel" });
  await expect(readout).toHaveText("x 150  y 100 100150 adu");
  const image = dialog.getByRole("img", { name: "Pixels of HDU 0" });
  const frame = await image.boundingBox();
  if (!frame) throw new Error("the image has no box");
  await page.mouse.move(frame.x + frame.width / 2 + 1, frame.y + frame.height / 2 + 200);
  await expect(readout).not.toHaveText("x 150  y 100 100150 adu");
  const [, y, value] = (await readout.textContent())?.match(/^x 150 {2}y (\d+) (\d+) adu$/) ?? [];
  expect(Number(value)).toBe(1000 * Number(y) + 150);
  expect(Number(y)).toBeLessThan(100);
  await page.mouse.move(5, 5);
  await page.keyboard.press("1");
  await expect(dialog.getByRole("button", { name: /HDU 0 +100 %/ })).toBeVisible();
  await page.keyboard.press("+");
  await expect(dialog.getByRole("button", { name: /HDU 0 +150 %/ })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(readout).not.toHaveText("x 150  y 100 100150 adu");
  await page.keyboard.press("0");
  await expect(readout).toHaveText("x 150  y 100 100150 adu");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("a broken HDU is named and the sound ones stay usable", async ({ page }) => {
  await page.goto("/");
  await untilAlive(page.getByRole("button", { name: "Open local FITS… (o)" }));
  await drop(page, [localFile("cut.fits", rampThenBroken()), localFile("letter.fits", Buffer.from("Dear all"))]);
  const dialog = page.getByRole("dialog", { name: "2 local files" });
  const hdus = dialog.getByRole("navigation", { name: "HDUs" });
  await expect(hdus).toContainText("HDU 1 of cut.fits: file of");
  await expect(dialog.getByRole("img", { name: "Pixels of HDU 0" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(dialog.getByRole("alert")).toContainText("HDU 1 of cut.fits");
  await page.keyboard.press("k");
  await expect(dialog.getByRole("img", { name: "Pixels of HDU 0" })).toBeVisible();
  await page.keyboard.press("}");
  await expect(dialog.getByRole("alert")).toContainText('"Dear all" at its start (no FITS header)');
});

test("compressed files are read too, and cubes plane by plane", async ({ page }) => {
  await page.goto("/");
  const input = page.getByLabel("Local FITS files");
  await untilAlive(input);
  const files: [string, Buffer, RegExp][] = [
    ["ramp.fits.gz", gzipSync(rampThenBroken()), /^x 150 {2}y 100 100150 adu$/],
    ["rice.fits.fz", fixture("rice-integers.fits.fz"), /^x \d+ {2}y \d+ -?\d+ /],
    ["gzip2.fits.fz", fixture("gzip2-floats-lossless.fits.fz"), /^x \d+ {2}y \d+ (-?[\d.e-]+|NaN) /],
  ];
  for (const [name, buffer, pixel] of files) {
    await input.setInputFiles([localFile(name, buffer)]);
    const dialog = page.getByRole("dialog", { name: new RegExp(name.replaceAll(".", "\\.")) });
    await expect(dialog.getByRole("status", { name: "Pixel" })).toHaveText(pixel);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
});

test("rows of a table come as one scrolls, from any row on", async ({ page, expectAccessible }) => {
  await page.goto("/runs");
  const input = page.getByLabel("Local FITS files");
  await untilAlive(input);
  await input.setInputFiles([localFile("table.fits", fixture("columns.fits"))]);
  const dialog = page.getByRole("dialog", { name: /table\.fits/ });
  await page.keyboard.press("j");
  const table = dialog.getByRole("table", { name: /Rows of HDU/ });
  await expect(table.getByRole("row").nth(1)).toContainText("0");
  await expect(dialog.getByText(/^\d+ rows, \d+ columns$/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "From row" }).fill("1");
  await expect(table.getByRole("row").nth(1)).toContainText("1");
  await expectAccessible(page);
});

test("a catalogue is shown as a table", async ({ page }) => {
  await page.goto("/");
  await untilAlive(page.getByRole("button", { name: "Open local FITS… (o)" }));
  await drop(page, [localFile("stars.csv", Buffer.from("id,ra,name\n1,150.25,NGC 1\n2,,M 31\n"))]);
  const table = page.getByRole("dialog", { name: /stars\.csv/ }).getByRole("table", { name: "Rows of HDU 0" });
  await expect(table.getByRole("row").nth(1)).toHaveText(/01150\.25NGC 1/);
  await expect(table.getByRole("row").nth(2)).toContainText("M 31");
  await expect(table.getByRole("img", { name: "undefined" })).toHaveCount(1);
});

test("the zone of uploads keeps what is dropped on it", async ({ page, database }) => {
  await page.goto("/mounts");
  await untilAlive(page.getByLabel("FITS files", { exact: true }));
  const file = localFile("kept.fits", fitsBytes([{ size: [2, 2] }]));
  await drop(page, [file], '[aria-label="Upload FITS files"]');
  await expect(page.getByRole("list", { name: "Uploads" })).toContainText("kept as kept.fits");
  await expect(page.getByRole("dialog")).toBeHidden();
  await drop(page, [file]);
  await expect(page.getByRole("dialog", { name: /kept\.fits/ })).toBeVisible();
  await database.mount.deleteMany({ where: { kind: "upload" } });
});

test("the search knows the command", async ({ page }) => {
  await page.goto("/");
  const search = page.getByRole("combobox", { name: "Search" });
  await untilAlive(search);
  await search.fill("local");
  await expect(page.getByRole("option", { name: /Open local FITS/ })).toBeVisible();
  const choosing = page.waitForEvent("filechooser");
  await search.press("Enter");
  await (await choosing).setFiles([localFile("ramp.fits", rampThenBroken())]);
  await expect(page.getByRole("dialog", { name: /ramp\.fits/ })).toBeVisible();
});
