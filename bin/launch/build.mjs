// Everything that is made from sources before a server or a test can run.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { say, step } from "./console.mjs";
import { keepFresh } from "./freshness.mjs";
import { mustRun, packageScript, ROOT, run } from "./programs.mjs";

/** Programs bundled for Node: entry in the sources, product in build/. */
const PROGRAMS = {
  annulus: "bin/annulus.ts",
  "compute-thread": "lib/runs/worker/compute-thread.ts",
  "difference-compare-thread": "lib/queries/difference-compare-thread.ts",
  "difference-stamp-thread": "lib/queries/difference-stamp-thread.ts",
};
/** Apart from the others: the database can be started while those do not build. */
const PLATFORM = { platform: "bin/launch/platform.ts" };

/** Read by bin/commands/kept-kernels.ts. */
const KERNEL_CODE = "build/kernels.code";

/** What a database needs; made only when its sources changed, as everything here. */
export async function buildPlatform() {
  await keepFresh({
    name: "database-client",
    sources: ["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"],
    products: ["lib/database/generated/client.ts"],
    make: () => step("database client", () => node(packageScript("prisma/build/index.js"), "generate")),
  });
  await bundle("platform", PLATFORM, ["bin/launch", "lib/database", "lib/environment.ts", "lib/errors.ts"]);
}

/** Kernels, and the programs for Node. */
export async function buildPrograms() {
  await script("kernels", ["lib/kernels/build.mjs", "lib/kernels/assembly"], ["lib/kernels/wasm.gen.ts"]);
  await bundle("programs", PROGRAMS, ["bin", "lib", "prisma/schema.prisma"]);
  await keepFresh({
    name: "kernel-code",
    sources: ["bin/launch/keep-kernels.mjs", "lib/kernels/wasm.gen.ts"],
    products: [KERNEL_CODE],
    make: keepKernels,
  });
}

/** Commands work without the code too, only not at once at full speed: a V8 that does not give it stops nothing. */
async function keepKernels() {
  // stays empty where there is no code: asked once
  writeFileSync(path.join(ROOT, KERNEL_CODE), "");
  const { code, output } = await run(process.execPath, [path.join(ROOT, "bin/launch/keep-kernels.mjs")]);
  if (code !== 0) say(`  kernels: V8 ${process.versions.v8} gives no code to keep: ${output.trim().split("\n")[0]}`);
}

/** The pages, for `next start`. */
export async function buildPages(distDir = process.env.NEXT_DIST_DIR || ".next") {
  await script(
    "charts",
    ["components/charts/build.mjs", "components/charts/plotly.entry.js", "package-lock.json"],
    ["components/charts/plotly.gen.js"],
  );
  const settings = ["next.config.ts", "tsconfig.json", "package-lock.json", "proxy.ts", "instrumentation.ts"];
  await keepFresh({
    name: `pages${distDir.replaceAll("/", "_")}`,
    sources: ["app", "components", "lib", "pipelines", "public", "prisma/schema.prisma", ...settings],
    products: [`${distDir}/BUILD_ID`],
    make: () =>
      step("pages", () =>
        mustRun("building the pages", process.execPath, [packageScript("next/dist/bin/next"), "build"], {
          env: { ...process.env, NODE_ENV: "production", NEXT_DIST_DIR: distDir, NEXT_TELEMETRY_DISABLED: "1" },
        }),
      ),
  });
}

/** A build script of a room, where that room has one. */
async function script(name, sources, products) {
  const file = sources[0] ?? "";
  if (!existsSync(path.join(ROOT, file))) return;
  await keepFresh({ name, sources, products, make: () => step(name, () => node(path.join(ROOT, file))) });
}

function node(...args) {
  return mustRun(args.map((arg) => path.basename(arg)).join(" "), process.execPath, args);
}

function bundle(name, entries, sources) {
  return keepFresh({
    name,
    sources: [...sources, "package-lock.json", "tsconfig.json"],
    products: Object.keys(entries).map((program) => `build/${program}.mjs`),
    make: () => step(name, () => runEsbuild(entries)),
  });
}

/** Pure modules that go into the bundle: read file by file they would take longer than a small image. */
const BUNDLED = new Set(["zod", "yaml", "hyparquet", "hyparquet-writer", "fflate"]);

function externalPackages() {
  const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  return Object.keys(dependencies)
    .filter((name) => !BUNDLED.has(name))
    .flatMap((name) => [name, `${name}/*`]);
}

async function runEsbuild(entries) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(entries).map(([out, source]) => ({ in: source, out })),
    outdir: "build",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // a command loads only what it needs, and small packages of many files come along: 190 ms less to start `annulus detect`
    splitting: true,
    chunkNames: `${Object.keys(entries)[0]}-chunks/[name]-[hash]`,
    platform: "node",
    target: "node22",
    format: "esm",
    external: externalPackages(),
    // resolved here: what is not found would pass for a package, and fail when it runs
    // yaml for Node is CommonJS, which does not go into a bundle of modules; that for browsers is the same code
    // server-only throws in a plain Node: its mark is for the pages' bundler, and these programs are no browser's
    alias: {
      "@": ROOT,
      yaml: packageScript("yaml/browser/index.js"),
      "server-only": packageScript("server-only/empty.js"),
    },
    sourcemap: true,
    logLevel: "error",
  });
}
