// The server under test: a throwaway PostgreSQL, the built pages and a worker, with an empty data home. The pages must
// be built (`npm test -- browser` does; `npm run setup` too).

import { rmSync } from "node:fs";
import path from "node:path";
import { freePort, startEmbeddedDatabase } from "@/lib/database/embedded";
import { makeTemporaryHome } from "@/lib/database/testing/temporary-home";
import { Services } from "../bin/launch/services.mjs";
import { removeLeftovers } from "./orphans";

export default async function globalSetup(): Promise<() => Promise<void>> {
  await removeLeftovers();
  const home = makeTemporaryHome();
  process.env.ANNULUS_PROJECT_ROOT = path.resolve(import.meta.dirname, "..");
  process.env.ANNULUS_HOME = home;
  const database = await startEmbeddedDatabase({ home, isThrowaway: true });
  process.env.DATABASE_URL = database.url;
  const services = new Services(home);
  await services.start({ wishedPort: await freePort(0), isPortFixed: false });
  process.env.ANNULUS_TEST_URL = services.url;
  return async () => {
    await services.stop();
    await database.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
