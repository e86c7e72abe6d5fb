import { build } from "esbuild";
import { expect, it } from "vitest";

it("the reader is bundled for the browser without anything of Node", async () => {
  const { outputFiles, warnings } = await build({
    entryPoints: ["lib/readers/fits/index.ts"],
    bundle: true,
    platform: "browser",
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  const text = outputFiles[0]?.text ?? "";
  expect(warnings).toEqual([]);
  expect(text).toContain("openFits");
  expect(text).not.toMatch(/(from|import|require)\s*\(?\s*"node:/);
});
