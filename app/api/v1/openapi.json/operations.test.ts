import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { OPERATIONS } from "./operations";

it("describes every operation that a route has, and no other", () => {
  const folder = path.join(import.meta.dirname, "..");
  const found = globSync("**/route.ts", { cwd: folder }).flatMap((file) => {
    const methods = [
      ...readFileSync(path.join(folder, file), "utf8").matchAll(/^export (?:async )?function ([A-Z]+)\(/gm),
    ];
    const address = `/${path.dirname(file)}`.replaceAll(/\[(\w+)\]/g, "{$1}");
    return methods.map(([, method = ""]) => `${method.toLowerCase()} ${address}`);
  });
  expect(OPERATIONS.map(({ method, path: address }) => `${method} ${address}`).sort()).toEqual(found.sort());
});
