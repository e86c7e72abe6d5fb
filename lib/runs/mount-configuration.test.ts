import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { readMountConfiguration } from "./mount-configuration";

const folder = mkdtempSync(path.join(tmpdir(), "annulus-mounts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(text: string): string {
  const file = path.join(folder, "mounts.yaml");
  writeFileSync(file, text);
  return file;
}

it("reads folders beside the file, names and the text of rules", () => {
  writeFileSync(path.join(folder, "rules.yaml"), "instrument: { value: Goodman }\n");
  const file = write("mounts:\n  - folder: darks\n  - { folder: /data/g, name: goodman, rules: rules.yaml }\n");
  expect(readMountConfiguration(file)).toEqual([
    { root: path.join(folder, "darks"), name: undefined, rules: undefined },
    { root: "/data/g", name: "goodman", rules: "instrument: { value: Goodman }\n" },
  ]);
});

it.each([
  ["an entry without a folder", "mounts:\n  - name: darks\n", /mounts\.0\.folder/],
  ["a word that it does not know", "mounts:\n  - { folder: a, colour: red }\n", /mounts\.0: .*colour/],
  ["something that is no YAML", "mounts: [", /mounts\.yaml, line 1: .*expected YAML/],
  ["an alias of nothing", "mounts: *there", /mounts\.yaml: .*there, expected YAML/],
  ["rules that are not there", "mounts:\n  - { folder: a, rules: none.yaml }\n", /none\.yaml: ENOENT/],
])("refuses %s", (_reason, text, message) => {
  expect(() => readMountConfiguration(write(text))).toThrow(message);
});
