// The one Prisma client and the one connection pool of this process.

import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { databaseUrl } from "./connection";
import { PrismaClient } from "./generated/client";

/** A query slower than this is written to the log: it lacks an index or asks for too much. */
const SLOW_QUERY_MS = 200;
const LOGGED_SQL_LENGTH = 400;

interface Connection {
  url: string;
  pool: pg.Pool;
  /** by the longest time of a statement, ms */
  bounded: Map<number, pg.Pool>;
  prisma: PrismaClient;
}

// development servers load this module again after each change: the connections outlive it
const holder: typeof globalThis & { annulusConnection?: Connection } = globalThis;

/** Prisma, for ordinary records; many rows go through COPY on `pool()`. */
export function database(): PrismaClient {
  return connection().prisma;
}

/** The pool under Prisma: for COPY, LISTEN, and SQL that Prisma cannot say. */
export function pool(): pg.Pool {
  return connection().pool;
}

/**
 * Connections whose statements the server ends when they take longer, with SQLSTATE 57014: for what people may ask in their own words.
 *
 * @param milliseconds one of few: each has a pool of its own, for setting the time of one statement takes longer than most statements
 */
export function boundedPool(milliseconds: number): pg.Pool {
  const { url, bounded } = connection();
  const open = bounded.get(milliseconds) ?? connectPool({ connectionString: url, statement_timeout: milliseconds });
  bounded.set(milliseconds, open);
  return open;
}

/** Ends all connections, so that the process can end; the next use opens new ones. */
export async function closeDatabase(): Promise<void> {
  const open = holder.annulusConnection;
  holder.annulusConnection = undefined;
  await open?.prisma.$disconnect();
  await open?.pool.end();
  for (const pool of open?.bounded.values() ?? []) await pool.end();
}

function connection(): Connection {
  const url = databaseUrl();
  if (holder.annulusConnection?.url !== url) holder.annulusConnection = connect(url);
  return holder.annulusConnection;
}

function connectPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ max: 10, ...config });
  // an idle connection that the server closes must not end the process: the next query opens another
  pool.on("error", (error) => console.error(`database connection lost: ${error.message}`));
  return pool;
}

function connect(url: string): Connection {
  const pool = connectPool({ connectionString: url });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), log: [{ emit: "event", level: "query" }] });
  prisma.$on("query", (event) => {
    if (event.duration <= SLOW_QUERY_MS) return;
    console.warn(`slow query, ${Math.round(event.duration)} ms: ${event.query.slice(0, LOGGED_SQL_LENGTH)}`);
  });
  return { url, pool, bounded: new Map(), prisma };
}
