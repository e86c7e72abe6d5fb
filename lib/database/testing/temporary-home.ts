// Data homes for tests.

import { chmodSync, mkdtempSync } from "node:fs";

/** An empty data home under /tmp that the database's user can enter; who made it removes it. */
export function makeTemporaryHome(): string {
  const home = mkdtempSync("/tmp/annulus-test-");
  chmodSync(home, 0o755);
  return home;
}
