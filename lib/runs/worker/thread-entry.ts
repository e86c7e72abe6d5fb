// Where a thread begins: its bundle, or its source with tsx to understand it.

import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { environment } from "@/lib/environment";

/** What `new Worker` takes. */
export interface ThreadEntry {
  file: string;
  options: { execArgv?: string[]; env?: NodeJS.ProcessEnv };
}

/**
 * Finds the entry of a thread.
 *
 * @param source below the project, as lib/queries/difference-stamp-thread.ts
 * @param isBundled whether the program that asks is a bundle itself
 * @returns build/<name>.mjs where that is and the program is bundled, else the source
 */
export function threadEntry(source: string, isBundled: boolean): ThreadEntry {
  const { projectRoot } = environment();
  const bundle = path.join(projectRoot, "build", `${path.basename(source, ".ts")}.mjs`);
  if (isBundled && existsSync(bundle)) return { file: bundle, options: {} };
  const loader = pathToFileURL(path.join(projectRoot, "node_modules", "tsx", "dist", "loader.mjs")).href;
  return {
    file: path.join(projectRoot, source),
    options: {
      execArgv: ["--import", loader],
      env: { ...process.env, TSX_TSCONFIG_PATH: path.join(projectRoot, "tsconfig.json") },
    },
  };
}
