// Prisma's schema engine as WebAssembly, given connections through the pg adapter.

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { environment } from "../environment";

export type SchemaEngine = bindings.SchemaEngine;
export type MigrationList = bindings.MigrationList;

// The adapter has no mapping for two catalogue types that the engine reads: "char" (18) and name (19). They are
// presented as bpchar and text; columns that were "char" are then reported as Character, or the engine panics.
const OID_CHAR = 18;
const OID_SUBSTITUTES = new Map([
  [OID_CHAR, 1042],
  [19, 25],
]);

/** Runs `work` with an engine on the database, and drops the temporary databases that it asked for. */
export async function withSchemaEngine<T>(
  url: string,
  schemaFile: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= loadBindings();
  await loading;
  const factory = new EngineConnections(url);
  const log = (line: string) => process.env.DEBUG && console.error(line);
  const datamodels: bindings.ConstructorOptions = { datamodels: [[schemaFile, readFileSync(schemaFile, "utf8")]] };
  try {
    const engine = await bindings.SchemaEngine.new(datamodels, log, bindMigrationAwareSqlAdapterFactory(factory));
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await factory.close();
  }
}

let loading: Promise<void> | undefined;

/** Loads the module by hand: the package's own loader expects a bundler. */
async function loadBindings(): Promise<void> {
  // without this registry a panic inside the engine shows up as a bare TypeError
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => console.error("schema engine panic:", message),
    },
  });
  const require = createRequire(path.join(environment().projectRoot, "package.json"));
  const folder = path.dirname(require.resolve("@prisma/schema-engine-wasm"));
  const bytes = readFileSync(path.join(folder, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...bindings } });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}

/** Result rows to the indexes of their "char" columns. */
const charColumnsOf = new WeakMap<object, number[]>();

/** Renames catalogue types in a result; see OID_SUBSTITUTES. */
function substituteCatalogueTypes(result: pg.QueryResult): pg.QueryResult {
  const fields = result.fields ?? [];
  if (result.rows) {
    const charColumns = fields.flatMap((field, i) => (field.dataTypeID === OID_CHAR ? [i] : []));
    charColumnsOf.set(result.rows, charColumns);
  }
  for (const field of fields) field.dataTypeID = OID_SUBSTITUTES.get(field.dataTypeID) ?? field.dataTypeID;
  return result;
}

async function connect(connectionString: string): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ connectionString });
  const query = pool.query.bind(pool);
  Object.assign(pool, {
    query: async (...args: Parameters<typeof query>) => {
      const answer: unknown = await query(...args);
      for (const result of [answer].flat()) if (isResult(result)) substituteCatalogueTypes(result);
      return answer;
    },
  });
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (sql) => {
    const result = await queryRaw(sql);
    for (const i of charColumnsOf.get(result.rows) ?? []) result.columnTypes[i] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}

function isResult(value: unknown): value is pg.QueryResult {
  return typeof value === "object" && value !== null && "fields" in value;
}

/**
 * Connections for the engine, to the database and to temporary ("shadow") ones. The engine never drops a shadow
 * database, and the stock factory closes things in the wrong order: close() does both.
 */
class EngineConnections implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = "postgres";
  readonly adapterName = "@prisma/adapter-pg";
  readonly #url: string;
  readonly #cleanups: (() => Promise<void>)[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  async connect(): Promise<SqlDriverAdapter> {
    const adapter = await connect(this.#url);
    this.#cleanups.push(() => adapter.dispose().catch(() => undefined));
    return adapter;
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const name = `shadow_${randomUUID().replaceAll("-", "")}`;
    const shadowUrl = new URL(this.#url);
    shadowUrl.pathname = `/${name}`;
    const admin = new pg.Client({ connectionString: this.#url });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    const adapter = await connect(shadowUrl.href);
    this.#cleanups.push(async () => {
      await adapter.dispose().catch(() => undefined);
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    });
    return adapter;
  }

  async close(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0)) await cleanup();
  }
}
