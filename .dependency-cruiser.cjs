// Who may import whom: the table of ARCHITECTURE.md as rules.

const room = (name) => `^lib/${name}/`;

/** lib rooms and the lib rooms that each may import; itself, the loose files below are always allowed. */
const MAY_IMPORT = {
  files: [],
  readers: ["files", "kernels", "cameras"],
  cameras: [],
  kernels: [],
  isr: ["kernels", "cameras", "readers", "files"],
  images: ["isr", "kernels", "cameras", "readers", "files"],
  calibration: ["kernels", "cameras"],
  difference: ["files", "readers", "kernels", "cameras", "tables"],
  "dark-rings": ["kernels", "cameras"],
  simulate: ["kernels", "cameras", "readers"],
  plots: ["kernels", "dark-rings", "cameras"],
  tables: [],
  verdicts: [],
  database: ["verdicts"],
  queries: [
    ...["database", "verdicts", "runs", "files", "readers", "cameras", "isr", "images", "dark-rings", "kernels"],
    ...["tables", "difference"],
  ],
  runs: [
    ...["files", "readers", "cameras", "kernels", "isr", "images", "calibration", "dark-rings", "simulate", "plots"],
    ...["tables", "database", "difference"],
  ],
};

const LOOSE_FILES = "^lib/(errors|refusals|yaml-text|units|environment)\\.ts$";

module.exports = {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(([from, to]) => ({
      name: `lib-${from}`,
      comment: `lib/${from} may import ${to.length ? to.map((name) => `lib/${name}`).join(", ") : "no other room"}`,
      severity: "error",
      from: { path: room(from), pathNot: "\\.test\\.tsx?$|/testing/" },
      to: { path: "^(lib|app|components|bin)/", pathNot: [LOOSE_FILES, room(from), ...to.map(room)] },
    })),
    {
      name: "kernels-are-pure",
      comment: "kernels run in Node, in a worker thread and in the browser",
      severity: "error",
      from: { path: "^lib/kernels/", pathNot: "\\.test\\.ts$|/testing/|build\\.mjs$" },
      to: { dependencyTypes: ["core", "npm"] },
    },
    {
      name: "readers-see-no-path",
      comment: "readers take a ByteSource",
      severity: "error",
      from: { path: "^lib/readers/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(node:)?(fs|path|os)(/|$)" },
    },
    {
      name: "readers-run-in-browser",
      comment:
        "a dropped file is read in the browser: what Node brings is asked for at run time (lib/files/node-zlib.ts)",
      severity: "error",
      from: {
        path: "^lib/readers/fits/|^lib/files/(blob-source|deflate|growing-bytes|gunzip|inflate-stream|memory-source|node-zlib|system-error)\\.ts$",
        pathNot: "\\.test\\.ts$",
      },
      to: { dependencyTypes: ["core"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "readers-see-no-disk",
      comment: "byte-source.ts opens files of the disk: only in Node",
      severity: "error",
      from: { path: "^lib/readers/fits/", pathNot: "\\.test\\.ts$" },
      to: { path: "^lib/files/(byte-source|resolve|walk|save-upload)\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "prisma-in-two-rooms",
      severity: "error",
      from: { pathNot: "^lib/(database|queries)/" },
      to: { path: "@prisma/|lib/database/generated" },
    },
    {
      name: "components-are-react-only",
      comment: "props in, callbacks out; types and pure functions of kernels and dark-rings may come along",
      severity: "error",
      from: { path: "^components/", pathNot: "build\\.mjs$" },
      to: { path: "^(app|bin)/|^lib/(files|database|runs)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-drawers",
      comment: "no room or file is called utils, helpers, common or misc",
      severity: "error",
      from: {},
      to: { path: "(^|/)(utils|helpers|common|misc)(/|\\.tsx?$)", pathNot: "node_modules" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(generated|\\.next|build|assembly)/|\\.gen\\.(js|ts)$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
