// Migrations without Prisma's native schema engine: the same engine, published as WebAssembly, driven through
// the pg adapter. Folders, migration_lock.toml and the table _prisma_migrations stay those of `prisma migrate deploy`.
// The engine's API is internal: prisma, @prisma/driver-adapter-utils and @prisma/schema-engine-wasm move together.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { z } from "zod";
import { environment } from "../environment";
import { InvalidParameterError, TaskFailedError } from "../errors";
import { type MigrationList, type SchemaEngine, withSchemaEngine } from "./schema-engine";

const LOCK_FILE = "migration_lock.toml";
const LOCK_CONTENT = 'provider = "postgresql"\n';
const NO_FILTERS = { externalTables: [], externalEnums: [] };
/** Key of the advisory lock that two servers starting on one database agree on. */
const DEPLOY_LOCK = 4_100_2026;

/** Where the schema and its migrations are; tests give their own. */
export interface MigrationFolders {
  schemaFile: string;
  migrationsFolder: string;
}

/** The project's own schema and migrations. */
export function projectMigrations(): MigrationFolders {
  const folder = path.join(environment().projectRoot, "prisma");
  return { schemaFile: path.join(folder, "schema.prisma"), migrationsFolder: path.join(folder, "migrations") };
}

/**
 * Applies the migrations that the database does not have yet. Two processes that start at once wait for each other.
 *
 * @returns names of the migrations applied now, oldest first.
 * @throws TaskFailedError when a migration fails: the database is then as the failed migration left it.
 */
export async function deployMigrations(url: string, folders = projectMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [DEPLOY_LOCK]);
    if (await isUpToDate(client, folders)) return [];
    return await withSchemaEngine(url, folders.schemaFile, async (engine) => {
      const list = { migrationsList: readMigrations(folders), filters: NO_FILTERS };
      return z.object({ appliedMigrationNames: z.array(z.string()) }).parse(await engine.applyMigrations(list))
        .appliedMigrationNames;
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new TaskFailedError(
      { place: "database migrations", found: error.message, expected: "all of prisma/migrations applied" },
      { cause: error },
    );
  } finally {
    await client.end();
  }
}

/**
 * SQL that leads from the migrations to the schema, null when they agree. The role needs CREATEDB: the engine
 * plays the migrations into a temporary database.
 */
export async function findDifference(url: string, folders = projectMigrations()): Promise<string | null> {
  return withSchemaEngine(url, folders.schemaFile, (engine) => difference(engine, folders));
}

/**
 * Writes the migration that the schema needs.
 *
 * @param name a-z, 0-9 and _, as in "add_verdicts".
 * @returns its folder, or null when nothing changed.
 */
export async function createMigration(
  url: string,
  name: string,
  folders = projectMigrations(),
): Promise<string | null> {
  if (!/^[a-z0-9_]+$/.test(name)) {
    throw new InvalidParameterError({
      place: "migration name",
      found: JSON.stringify(name),
      expected: "a-z, 0-9 and _",
    });
  }
  const sql = await findDifference(url, folders);
  return sql === null ? null : writeMigration(folders.migrationsFolder, name, sql);
}

async function difference(engine: SchemaEngine, folders: MigrationFolders): Promise<string | null> {
  const migrations = readMigrations(folders);
  const isFirst = migrations.migrationDirectories.length === 0;
  const schema = { files: [{ path: folders.schemaFile, content: readFileSync(folders.schemaFile, "utf8") }] };
  // createMigration() of the engine refuses a shadow database from an adapter, hence diff()
  const result = await engine.diff({
    from: isFirst ? { tag: "empty" } : { tag: "migrations", ...migrations },
    to: { tag: "schemaDatamodel", ...schema },
    script: true,
    exitCode: true,
    filters: NO_FILTERS,
  });
  const { exitCode, stdout } = z.object({ exitCode: z.number(), stdout: z.string().nullish() }).parse(result);
  return exitCode === 0 ? null : (stdout ?? "");
}

/** The common second start: compares names alone, without loading the engine. */
async function isUpToDate(client: pg.Client, folders: MigrationFolders): Promise<boolean> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present");
  if (!table.rows[0]?.present) return false;
  const applied = await client.query(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const names = new Set(applied.rows.map((row) => String(row.name)));
  return migrationNames(folders.migrationsFolder).every((name) => names.has(name));
}

function migrationNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map((entry) => entry.name).sort();
}

function readMigrations({ migrationsFolder }: MigrationFolders): MigrationList {
  const lockFile = path.join(migrationsFolder, LOCK_FILE);
  return {
    baseDir: migrationsFolder,
    lockfile: { path: LOCK_FILE, content: existsSync(lockFile) ? readFileSync(lockFile, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: migrationNames(migrationsFolder).map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(path.join(migrationsFolder, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

function writeMigration(migrationsFolder: string, name: string, sql: string): string {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(migrationsFolder, `${stamp}_${name}`);
  if (existsSync(folder)) {
    throw new InvalidParameterError({
      place: folder,
      found: "a migration of this second",
      expected: "none; try again",
    });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "migration.sql"), sql);
  writeFileSync(path.join(migrationsFolder, LOCK_FILE), LOCK_CONTENT);
  return folder;
}
