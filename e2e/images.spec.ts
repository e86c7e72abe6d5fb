// The image viewer: pixels of known files on the screen, side by side, blinking, and out again.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import type { Download, Locator, Page } from "@playwright/test";
import { memoryByteSource } from "@/lib/files/memory-source";
import { openFits, readImage } from "@/lib/readers/fits";
import { expect, type Imaged, rampFile, test } from "./imaged";

const READING = /x (\d+) {2}y (\d+) (-?[\d.e+-]+) adu/;

function address(imaged: Imaged, names: readonly string[], more = ""): string {
  return `/images?p=${names.map((name) => `file:${imaged.ids[name]}[0]`).join("~")}${more}`;
}

function pixels(page: Page, name: string): Locator {
  return page.getByRole("img", { name: `Pixels of ${name}[0]` });
}

/** The picture is there when its colours are: limits stand under it. */
async function untilDrawn(page: Page, name: string): Promise<Locator> {
  await expect(
    page.getByRole("region", { name: `${name}[0]` }).getByRole("img", { name: /^Colours from/ }),
  ).toBeVisible();
  return pixels(page, name);
}

async function middleOf(picture: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await picture.boundingBox();
  if (!box) throw new Error("the picture has no box");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, height: box.height };
}

async function reading(page: Page): Promise<{ x: number; y: number; value: number; text: string }> {
  const output = page.getByRole("status", { name: "Pixel" });
  await expect(output).toHaveText(READING);
  const text = (await output.textContent()) ?? "";
  const [, x, y, value] = READING.exec(text) ?? [];
  return { x: Number(x), y: Number(y), value: Number(value), text };
}

function watchImageRequests(page: Page): string[] {
  const requests: string[] = [];
  page.on("request", (request) => request.url().includes("/api/v1/images") && requests.push(request.url()));
  return requests;
}

async function exported(page: Page, item: RegExp): Promise<{ bytes: Buffer; download: Download }> {
  await page.getByRole("button", { name: "Export" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: item }).click();
  const download = await coming;
  return { bytes: readFileSync(await download.path()), download };
}

/** Different colours of a PNG's upper part, where the picture is. */
async function coloursOf(png: Buffer): Promise<{ width: number; height: number; count: number }> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, Math.floor(image.height * 0.9));
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  return { width: image.width, height: image.height, count: new Set(words).size };
}

test("the value under the cursor is the file's, with its place on the sky", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits"]));
  const picture = await untilDrawn(page, "ramp.fits");
  const middle = await middleOf(picture);
  for (const [right, down] of [
    [0, 0],
    [120, -80],
    [-200, 60],
  ] as const) {
    await page.mouse.move(middle.x + right, middle.y + down);
    const at = await reading(page);
    expect(at.value).toBe(1000 * at.y + at.x);
  }
  await page.mouse.move(middle.x, middle.y);
  const output = page.getByRole("status", { name: "Pixel" });
  await expect(output).toContainText(/\d\d:\d\d:\d\d\.\d\d\d \+0[12]:\d\d:\d\d\.\d\d/);
  const before = await reading(page);
  const [, ra, dec] = /([\d.]+)° \+([\d.]+)° ICRS/.exec(before.text) ?? [];
  expect(Number(ra)).toBeCloseTo(150 - (1e-4 * (before.x - 149.5)) / Math.cos((2 * Math.PI) / 180), 5);
  expect(Number(dec)).toBeCloseTo(2 + 1e-4 * (before.y - 99.5), 5);
  await page.getByRole("button", { name: "0-based" }).click();
  await page.mouse.move(middle.x, middle.y);
  const after = await reading(page);
  expect([after.x, after.y, after.value]).toEqual([before.x + 1, before.y + 1, before.value]);
  await expect(page).toHaveURL(/base=1/);
});

test("the wheel zooms at the cursor to 64 to 1, a double click shows the whole", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits"]));
  const picture = await untilDrawn(page, "ramp.fits");
  const head = page.getByRole("button", { name: /ramp\.fits\[0\]/, pressed: false });
  const whole = await head.textContent();
  const { x, y } = await middleOf(picture);
  await page.mouse.move(x + 101, y - 77);
  const before = await reading(page);
  for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -400);
  await expect(head).toContainText("6\u2009400 %");
  const after = await reading(page);
  expect([after.x, after.y]).toEqual([before.x, before.y]);
  await expect(page).toHaveURL(/z=64/);
  await page.mouse.dblclick(x, y);
  await expect(head).toHaveText(whole ?? "");
  await expect(page).not.toHaveURL(/z=/);
});

test("the address brings back place, zoom, stretch and what is measured", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits"]));
  const picture = await untilDrawn(page, "ramp.fits");
  const { x, y } = await middleOf(picture);
  await page.mouse.move(x + 50, y + 30);
  await page.mouse.wheel(0, -600);
  await page.mouse.down();
  await page.mouse.move(x - 70, y + 10, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press("s");
  await page.keyboard.press("a");
  await expect(page).toHaveURL(/stretch=99\.5.*curve=log|curve=log.*stretch=99\.5/);
  await expect(page).toHaveURL(/at=/);
  await page.mouse.move(x, y);
  const before = await reading(page);
  const bar = page.getByRole("img", { name: /^Colours from/ });
  const limits = await bar.getAttribute("aria-label");
  await page.reload();
  await untilDrawn(page, "ramp.fits");
  await page.mouse.move(x + 1, y);
  await page.mouse.move(x, y);
  expect((await reading(page)).text).toBe(before.text);
  await expect(bar).toHaveAttribute("aria-label", limits ?? "");
});

test("another stretch asks the server for nothing", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits"]));
  await untilDrawn(page, "ramp.fits");
  await page.mouse.move(2, 2);
  await page.waitForTimeout(400);
  const requests = watchImageRequests(page);
  const bar = page.getByRole("img", { name: /^Colours from/ });
  const limits = await bar.getAttribute("aria-label");
  for (const key of ["s", "a", "i", "c", "s", "s"]) await page.keyboard.press(key);
  await expect(bar).not.toHaveAttribute("aria-label", limits ?? "");
  await page.getByRole("combobox", { name: "Curve" }).selectOption("histogram");
  await page.keyboard.press("z");
  await expect(bar).toHaveAttribute("aria-label", limits ?? "");
  expect(requests).toEqual([]);
});

test("panels are linked: cursor, zoom and, when asked, limits", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits", "brighter.fits"]));
  const picture = await untilDrawn(page, "ramp.fits");
  await untilDrawn(page, "brighter.fits");
  const { x, y } = await middleOf(picture);
  await page.mouse.move(x + 20, y - 20);
  await expect(pixels(page, "brighter.fits").locator("[data-cross]")).toHaveCount(1);
  await expect(picture.locator("[data-cross]")).toHaveCount(0);
  const at = await reading(page);
  // the other panel's value at the same pixel, five digits
  const other = page.getByRole("button", { name: /brighter\.fits/ }).first();
  await expect(other).toContainText(String(Math.round((500_000 + at.value) / 10) * 10).slice(0, 3));
  await page.mouse.wheel(0, -800);
  const zoomOf = async (name: string) =>
    /([\d\u2009.]+) %/.exec(
      (await page.getByRole("region", { name }).getByRole("button").first().textContent()) ?? "",
    )?.[1];
  await expect.poll(() => zoomOf("brighter.fits[0]")).toBe(await zoomOf("ramp.fits[0]"));
  await page.keyboard.press("x");
  const bars = page.getByRole("img", { name: /^Colours from/ });
  const label = await bars.first().getAttribute("aria-label");
  await expect(bars.nth(1)).toHaveAttribute("aria-label", label ?? "");
  await page.getByRole("combobox", { name: "Match" }).selectOption("wcs");
  await page.mouse.move(x, y);
  await expect(pixels(page, "brighter.fits").locator("[data-cross]")).toHaveCount(1);
});

test("blinking flips among loaded panels in one place, and asks for nothing while it does", async ({
  page,
  imaged,
}) => {
  await page.goto(address(imaged, ["ramp.fits", "brighter.fits", "dimmer.fits"], "&pace=0.2"));
  for (const name of ["ramp.fits", "brighter.fits", "dimmer.fits"]) await untilDrawn(page, name);
  await page.mouse.move(2, 2);
  await page.keyboard.press("b");
  await expect(page.getByText(/^\d of 3$/)).toBeVisible();
  const requests = watchImageRequests(page);
  const seen = new Set<string>();
  await expect
    .poll(async () => {
      seen.add((await page.getByText(/^\d of 3$/).textContent()) ?? "");
      return seen.size;
    })
    .toBe(3);
  await expect(page.getByText("on its way")).toHaveCount(0);
  expect(requests).toEqual([]);
  await page.keyboard.press("b");
  await expect(pixels(page, "dimmer.fits")).toBeVisible();
  await expect(page.getByText(/^\d of 3$/)).toHaveCount(0);
  await page.keyboard.down(" ");
  await expect(page.getByText(/^\d of 3$/)).toBeVisible();
  await page.keyboard.up(" ");
  await expect(page.getByText(/^\d of 3$/)).toHaveCount(0);
});

test("a box is measured on the pixels of the file", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits"], "&box=10,20,13,21"));
  const box = page.getByRole("complementary", { name: "Box" });
  const row = (name: string) =>
    box
      .getByRole("row", { name: new RegExp(`^${name} `) })
      .getByRole("cell")
      .first();
  await expect(row("pixels")).toHaveText("8");
  // (20000 + 21000) / 2 + (10 + 13) / 2
  await expect(row("mean")).toHaveText("20\u2009511.5");
  await expect(row("min")).toHaveText("20\u2009010.0");
  await expect(row("max")).toHaveText("21\u2009013.0");
  await box.getByRole("button", { name: "Close" }).click();
  await expect(box).toBeHidden();
  const picture = await untilDrawn(page, "ramp.fits");
  const { x, y } = await middleOf(picture);
  await page.getByText("profile", { exact: true }).click();
  await page.mouse.move(x - 40, y);
  await page.mouse.down();
  await page.mouse.move(x + 40, y, { steps: 3 });
  await page.mouse.up();
  await expect(page.getByRole("figure", { name: "profile" })).toHaveAttribute("data-drawn", "true");
  await expect(page).toHaveURL(/line=/);
  await page.goBack();
  await expect(page).not.toHaveURL(/line=/);
});

test("what is seen goes out as PNG, the section behind it as FITS", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits"]));
  const picture = await untilDrawn(page, "ramp.fits");
  const { width, height } = await middleOf(picture);
  const png = await exported(page, /^PNG/);
  expect(png.download.suggestedFilename()).toBe("ramp.fits_0.png");
  const colours = await coloursOf(png.bytes);
  expect(colours.width).toBe(Math.round(width));
  expect(colours.height).toBeGreaterThan(height);
  expect(colours.count).toBeGreaterThan(64);
  await page.goto(address(imaged, ["ramp.fits"], "&box=10,20,13,21"));
  await untilDrawn(page, "ramp.fits");
  const { bytes } = await exported(page, /^FITS of the box/);
  const file = await openFits(memoryByteSource(new Uint8Array(bytes), "section.fits"));
  const hdu = file.hdus.findIndex(({ shape }) => shape.length === 2);
  const image = await readImage(file, hdu);
  expect([image.width, image.height]).toEqual([4, 2]);
  expect([...image.pixels]).toEqual([20_010, 20_011, 20_012, 20_013, 21_010, 21_011, 21_012, 21_013]);
  expect(file.hdus[hdu]?.header.getNumber("CRPIX1")).toBe(140.5);
});

test("DS9 regions are drawn, and written again", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits"]));
  const picture = await untilDrawn(page, "ramp.fits");
  const input = page.getByLabel("DS9 region files");
  const text = 'image\ncircle(101,51,10) # text={ghost}\nicrs\nbox(150,2,10",20",0)\n';
  await input.setInputFiles([{ name: "marks.reg", mimeType: "text/plain", buffer: Buffer.from(text) }]);
  await expect(picture.locator('[data-layer="file.marks.reg"] path')).toHaveCount(1);
  await expect(picture.getByText("ghost")).toHaveCount(1);
  const { bytes } = await exported(page, /^DS9 regions, icrs/);
  expect(bytes.toString()).toContain('box(150,2,10",20",0)');
  expect(bytes.toString()).toMatch(/circle\(150\.00\d+,1\.99\d+,3\.6"\) # text=\{ghost\}/);
  await input.setInputFiles([
    { name: "bad.reg", mimeType: "text/plain", buffer: Buffer.from("image\nannulus(1,2,3)") },
  ]);
  await expect(page.getByRole("alert").filter({ hasText: "line 2 of bad.reg: annulus" })).toBeVisible();
});

test("Escape closes the overlays and gives the keys back", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits"]));
  await untilDrawn(page, "ramp.fits");
  const button = page.getByRole("button", { name: "Overlays" });
  await button.click();
  const box = page.getByRole("checkbox", { name: "amplifiers" });
  await expect(box).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(box).toBeHidden();
  await expect(button).toBeFocused();
});

test("without a graphics card it is drawn on a plain canvas", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["ramp.fits"], "&renderer=canvas"));
  const picture = await untilDrawn(page, "ramp.fits");
  await expect(page.locator("canvas[data-renderer]")).toHaveAttribute("data-renderer", "canvas");
  const { x, y } = await middleOf(picture);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -300);
  const at = await reading(page);
  expect(at.value).toBe(1000 * at.y + at.x);
  const { bytes } = await exported(page, /^PNG/);
  expect((await coloursOf(bytes)).count).toBeGreaterThan(64);
});

test("what cannot be shown says why in its panel, and the others live on", async ({ page, imaged }) => {
  const names = ["ramp.fits", "nan.fits", "constant.fits", "one-pixel.fits", "wide.fits", "nonsense-sky.fits"];
  await page.goto(`${address(imaged, names)}~file:999999999[0]~file:${imaged.ids["ramp.fits"]}[5]`);
  await untilDrawn(page, "ramp.fits");
  await expect(pixels(page, "nan.fits")).toContainText("no pixel of this image is a finite number");
  for (const name of ["constant.fits", "one-pixel.fits", "wide.fits"]) await untilDrawn(page, name);
  await expect(page.getByText("no file 999999999")).toBeVisible();
  await expect(page.getByText(/HDU 5 of ramp\.fits/)).toBeVisible();
  const { x, y } = await middleOf(pixels(page, "nonsense-sky.fits"));
  await page.mouse.move(x, y);
  const at = await reading(page);
  expect(at.value).toBe(1000 * at.y + at.x);
  expect(at.text).not.toContain("ICRS");
});

test("a file replaced while it is viewed is told, and opened anew when asked", async ({ page, imaged }) => {
  await page.goto(address(imaged, ["replaced.fits", "ramp.fits"]));
  await untilDrawn(page, "ramp.fits");
  const picture = await untilDrawn(page, "replaced.fits");
  writeFileSync(path.join(imaged.folder, "replaced.fits"), rampFile(1));
  const { x, y } = await middleOf(picture);
  await page.mouse.move(x, y);
  const alert = page.getByRole("alert").filter({ hasText: "the file has changed since this image was opened" });
  await expect(alert).toBeVisible();
  await page.mouse.move((await middleOf(pixels(page, "ramp.fits"))).x, y);
  const other = await reading(page);
  expect(other.value).toBe(1000 * other.y + other.x);
  await alert.getByRole("button", { name: "Again" }).click();
  await expect(alert).toBeHidden();
  await page.mouse.move(x, y);
  const anew = page.getByRole("status", { name: "Pixel" });
  await expect(anew).toHaveText(READING);
  await expect.poll(async () => (await reading(page)).value % 1000).toBe((await reading(page)).x + 1);
});

test("an empty page says what fills it, and a name opens an image", async ({ page, imaged, expectAccessible }) => {
  await page.goto("/images");
  await expect(page.getByText("No image is chosen")).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  const field = page.getByRole("textbox", { name: "Add an image" });
  await field.fill("the moon");
  await field.press("Enter");
  await expect(
    page.getByRole("alert").filter({ hasText: "expected instrument/exposure/detector@stage" }),
  ).toBeVisible();
  await field.fill(`file:${imaged.ids["ramp.fits"]}[0]`);
  await field.press("Enter");
  await untilDrawn(page, "ramp.fits");
  await field.fill(`file:${imaged.ids["brighter.fits"]}[0]`);
  await field.press("Enter");
  await untilDrawn(page, "brighter.fits");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await page.goBack();
  await expect(pixels(page, "brighter.fits")).toBeHidden();
});

test("a mounted file leads to its pixels", async ({ page, imaged }) => {
  await page.goto(`/images?file=${imaged.ids["ramp.fits"]}`);
  await untilDrawn(page, "ramp.fits");
  await expect(page).toHaveURL(/p=file(:|%3A)\d+(\[|%5B)0/);
});
