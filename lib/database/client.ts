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

/** Ends all connections, so that the process can end; the next use opens new ones. */
export async function closeDatabase(): Promise<void> {
  const open = holder.annulusConnection;
  holder.annulusConnection = undefined;
  await open?.prisma.$disconnect();
  await open?.pool.end();
}

function connection(): Connection {
  const url = databaseUrl();
  if (holder.annulusConnection?.url !== url) holder.annulusConnection = connect(url);
  return holder.annulusConnection;
}

function connect(url: string): Connection {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // an idle connection that the server closes must not end the process: the next query opens another
  pool.on("error", (error) => console.error(`database connection lost: ${error.message}`));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), log: [{ emit: "event", level: "query" }] });
  prisma.$on("query", (event) => {
    if (event.duration <= SLOW_QUERY_MS) return;
    console.warn(`slow query, ${Math.round(event.duration)} ms: ${event.query.slice(0, LOGGED_SQL_LENGTH)}`);
  });
  return { url, pool, prisma };
}
