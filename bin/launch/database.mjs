// The database of a start, and `npm run database`: the embedded server or DATABASE_URL, with its migrations.

import { Problem, say } from "./console.mjs";
import { platform, setUpPlatform } from "./setup.mjs";

/** @typedef {{ url: string, pid: number | null, stop: () => Promise<void> }} Database */

/**
 * A migrated database: DATABASE_URL, or the embedded server of this data home, started or taken over.
 *
 * @param {{ port?: number }} [options] the port to ask for when the server is started again
 * @returns {Promise<Database>}
 */
export async function openDatabase({ port } = {}) {
  const { databaseProblem, deployMigrations, environment, startEmbeddedDatabase } = await platform();
  const { databaseUrl, dataHome } = environment();
  /** @type {Database} */
  let database;
  if (databaseUrl) {
    const problem = await databaseProblem(databaseUrl);
    if (problem) throw new Problem(`database unreachable: DATABASE_URL at ${new URL(databaseUrl).host}: ${problem}`);
    database = { url: databaseUrl, pid: null, stop: async () => undefined };
  } else {
    const embedded = await startEmbeddedDatabase({ home: dataHome, ...(port ? { port } : {}) });
    if (embedded.isTakenOver) say("  database: found it running, taken over");
    database = embedded;
  }
  const applied = await deployMigrations(database.url);
  if (applied.length > 0) say(`  migrations applied: ${applied.join(", ")}`);
  return database;
}

const COMMANDS = {
  async start() {
    const { url } = await openDatabase();
    process.stdout.write(`${url}\n`);
  },
  async stop() {
    await (await openDatabase()).stop();
  },
  async create([name = ""]) {
    const { url } = await openDatabase();
    const { createMigration } = await platform();
    say((await createMigration(url, name)) ?? "no change");
  },
  async check() {
    const { url } = await openDatabase();
    const { findDifference } = await platform();
    const sql = await findDifference(url);
    if (sql !== null) throw new Problem(`migrations and schema differ:\n${sql}`);
    say("migrations match the schema");
  },
};

/** For development: the database alone, and migrations. */
export async function databaseCommand([name = "", ...args]) {
  if (!Object.hasOwn(COMMANDS, name)) throw new Problem("usage: npm run database -- start|stop|create NAME|check", 2);
  await setUpPlatform();
  await COMMANDS[name](args);
  process.exit();
}
