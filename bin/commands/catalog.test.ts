import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { run } from "./catalog";

const FIXTURES = path.resolve(import.meta.dirname, "../../lib/readers/catalogs/fixtures");
const fixture = (name: string) => path.join(FIXTURES, name);

function capture(): () => string {
  const texts: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => texts.push(String(text)) > 0);
  vi.spyOn(console, "log").mockImplementation((text) => void texts.push(`${text}\n`));
  return () => texts.join("");
}

afterEach(() => vi.restoreAllMocks());

describe("annulus catalog", () => {
  it("lists columns and first rows", async () => {
    const text = capture();
    expect(await run([fixture("sextractor.cat"), "--rows", "1"])).toBe(0);
    expect(text()).toContain("sextractor, 2 rows, 5 columns");
    expect(text()).toMatch(/MAG_APER +float64\[3\] +mag +0 +-18.25 +99/);
    expect(text()).toMatch(/\n1 +100.25 +\[20.1, 19.5, 19.25\] +0 +\[1.5, 2.5\]\n$/);
  });

  it("gives JSON with exact ids, a table of several by its index", async () => {
    const text = capture();
    await run([fixture("two.vot"), "--table", "1", "--json"]);
    expect(JSON.parse(text())).toMatchObject({
      name: "second",
      format: "votable",
      rowCount: 1,
      columns: [
        { name: "n", type: "int64", statistics: { nullCount: 0, min: "1", max: "1" }, firstValues: ["1"] },
        { name: "w", type: "text", firstValues: ["x"] },
      ],
      errors: [],
    });
  });

  it("refuses what is no catalogue", async () => {
    await expect(run([path.join(FIXTURES, "gone.csv")])).rejects.toThrow("gone.csv: is not there (any more)");
    await expect(run([])).rejects.toThrow("catalog: expected a file");
  });
});
