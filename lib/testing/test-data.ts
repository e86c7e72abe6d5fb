// Tests that need the development data find it here, and are reported as skipped where it is not.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe } from "vitest";

/**
 * The folder of development data: ANNULUS_TEST_DATA, or shared/data beside the project.
 *
 * @returns absolute path, or null where there is none
 */
function testDataFolder(): string | null {
  const folder = process.env.ANNULUS_TEST_DATA ?? resolve(import.meta.dirname, "../../../shared/data");
  return existsSync(join(folder, "README.md")) ? folder : null;
}

/**
 * A file of the development data.
 *
 * @param path relative to the folder: ccd/kast/b21.fits.gz
 * @returns absolute path; meaningless where testDataFolder() is null, so use it inside describeWithData only
 */
export function testDataPath(path: string): string {
  return join(testDataFolder() ?? "no-test-data", path);
}

/** describe() where the development data is, describe.skip() elsewhere. */
export const describeWithData = describe.skipIf(testDataFolder() === null);
