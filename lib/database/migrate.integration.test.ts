import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { database, pool } from "./client";
import { createMigration, deployMigrations, findDifference, type MigrationFolders, projectMigrations } from "./migrate";
import { withDatabase } from "./testing/with-database";

const SMALL_SCHEMA = `
datasource db {
  provider = "postgresql"
}
model Lamp {
  id   Int    @id @default(autoincrement())
  name String @unique
}
`;

describe("migrations", () => {
  const test = withDatabase();
  let folders: MigrationFolders;

  beforeAll(async () => {
    await pool().query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    const folder = mkdtempSync(path.join(test.home, "prisma-"));
    folders = { schemaFile: path.join(folder, "schema.prisma"), migrationsFolder: path.join(folder, "migrations") };
    writeFileSync(folders.schemaFile, SMALL_SCHEMA);
  });

  it("are created from nothing, deployed once, and then agree with the schema", async () => {
    expect(await createMigration(test.url, "lamps", folders)).toMatch(/\d{14}_lamps$/);
    expect(await deployMigrations(test.url, folders)).toEqual([expect.stringMatching(/_lamps$/)]);
    expect(await deployMigrations(test.url, folders)).toEqual([]);
    expect(await findDifference(test.url, folders)).toBeNull();
    await pool().query("INSERT INTO \"Lamp\" (name) VALUES ('argon')");
  });

  it("carry a change of the schema", async () => {
    writeFileSync(folders.schemaFile, SMALL_SCHEMA.replace("@unique", "@unique\n  watts Float @default(5)"));
    expect(await findDifference(test.url, folders)).toContain('ADD COLUMN     "watts"');
    await createMigration(test.url, "watts", folders);
    expect(await deployMigrations(test.url, folders)).toHaveLength(1);
    expect((await pool().query('SELECT watts FROM "Lamp"')).rows).toEqual([{ watts: 5 }]);
  });

  it("leave no temporary database behind", async () => {
    const left = await pool().query("SELECT datname FROM pg_database WHERE datname LIKE 'shadow%'");
    expect(left.rows).toEqual([]);
  });

  it("refuse a name that cannot be a folder", async () => {
    await expect(createMigration(test.url, "a/b", folders)).rejects.toThrow('migration name: "a/b", expected a-z');
  });

  it("tell what a broken one said", async () => {
    const broken = { ...folders, migrationsFolder: path.join(test.home, "broken") };
    cpSync(folders.migrationsFolder, broken.migrationsFolder, { recursive: true });
    const last = readdirSync(broken.migrationsFolder).filter((name) => name.endsWith("_watts"))[0] ?? "";
    const later = path.join(broken.migrationsFolder, "29990101000000_broken");
    cpSync(path.join(broken.migrationsFolder, last), later, { recursive: true });
    writeFileSync(path.join(later, "migration.sql"), "ALTER TABLE nowhere ADD COLUMN x INT");
    await expect(deployMigrations(test.url, broken)).rejects.toThrow(/database migrations: .*nowhere/s);
  });
});

describe("the project's migrations", () => {
  const test = withDatabase();

  it("lead to the project's schema", async () => {
    expect(await findDifference(test.url)).toBeNull();
    expect(await database().exposure.count()).toBe(0);
  });

  it("stand on PostgreSQL", () => {
    const lock = path.join(projectMigrations().migrationsFolder, "migration_lock.toml");
    expect(readFileSync(lock, "utf8")).toContain("postgresql");
  });
});
