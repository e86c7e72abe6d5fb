import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { untilAlive } from "./fixtures";
import { expect, test } from "./seeded";

/** A FITS file of one header block and 2 x 2 pixels. */
function tinyFits(): Buffer {
  const cards = ["SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =                    2"];
  cards.push("NAXIS1  =                    2", "NAXIS2  =                    2", "END");
  const header = cards.map((card) => card.padEnd(80)).join("");
  return Buffer.concat([Buffer.from(header.padEnd(2880)), Buffer.alloc(2880)]);
}

test("files that cannot be used are listed with the reason", async ({ page, expectAccessible }) => {
  await page.goto("/mounts");
  const mounts = page.getByRole("table", { name: "Mounts" });
  await expect(mounts).toContainText("scan failed: /media/usb0: is not there");
  await expectAccessible(page);
  const row = mounts.getByRole("row", { name: /commissioning/ });
  await row.getByRole("link", { name: "60" }).click();
  await expect(page).toHaveURL(/state=unsupported/);
  const files = page.getByRole("table", { name: "Files" });
  await expect(files).toContainText("three binary tables and no image of a detector, expected an image of two axes");
  await page.getByText(/^unreadable 30$/).click();
  await expect(files).toContainText("1048576 bytes of data, expected 33177600");
});

test("a folder is mounted, scanned, and removed again; its files are told apart", async ({ page }, info) => {
  const folder = info.outputPath("night one");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "notes.fits"), "Dear all, the exposures of tonight");
  await page.goto("/mounts");
  await page.getByRole("textbox", { name: "Folder on this server" }).fill(folder);
  await page.getByRole("button", { name: "Mount", exact: true }).click();
  await expect(page.getByRole("table", { name: "Mounts" })).toContainText("night one");
  await expect(page.getByRole("table", { name: "Files" })).toContainText("notes.fits", { timeout: 20_000 });
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Remove night one" }).click();
  await expect(page.getByRole("table", { name: "Mounts" })).not.toContainText("night one");
});

test("a folder that is not there is refused in words", async ({ page, expectedErrors }) => {
  expectedErrors.push(/410|404/);
  await page.goto("/mounts");
  await page.getByRole("textbox", { name: "Folder on this server" }).fill("/no/such/folder");
  await page.getByRole("button", { name: "Mount", exact: true }).click();
  await expect(page.getByRole("form", { name: "Mount a folder" }).getByRole("alert")).toContainText(
    "/no/such/folder: is not there, expected a folder that can be read",
  );
});

test("dropped files are kept, others are refused with the reason", async ({ page, expectedErrors }) => {
  expectedErrors.push(/415/);
  await page.goto("/mounts");
  const input = page.getByLabel("FITS files", { exact: true });
  await untilAlive(input);
  await input.setInputFiles([
    { name: "dark one.fits", mimeType: "application/fits", buffer: tinyFits() },
    { name: "letter.fits", mimeType: "application/fits", buffer: Buffer.from("Dear all, the exposures") },
  ]);
  const uploads = page.getByRole("list", { name: "Uploads" });
  await expect(uploads).toContainText("kept as dark one.fits");
  await expect(uploads).toContainText('begins with "Dear all, the ex"');
  await expect(page.getByRole("table", { name: "Mounts" })).toContainText("upload");
});

test("the page of another site cannot write", async ({ request }) => {
  const response = await request.post("/api/v1/mounts", {
    headers: { origin: "https://elsewhere.example" },
    data: { root: "/" },
  });
  expect(response.status()).toBe(403);
});
