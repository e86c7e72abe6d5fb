// Which database this process talks to: DATABASE_URL, else the one of the running server.

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { environment } from "../environment";
import { NotFoundError } from "../errors";

const serverFile = z.object({
  url: z.string().nullable().default(null),
  databaseUrl: z.string(),
  pid: z.number().int(),
});

export type RunningServer = z.infer<typeof serverFile>;

/** What the launcher wrote when it started: address of the pages and of the database; null when it did not. */
export function findRunningServer(): RunningServer | null {
  const file = path.join(environment().dataHome, "server.json");
  if (!existsSync(file)) return null;
  const parsed = serverFile.safeParse(JSON.parse(readFileSync(file, "utf8")));
  return parsed.success ? parsed.data : null;
}

/**
 * Address of the database.
 *
 * @throws NotFoundError when DATABASE_URL is not set and no server runs here.
 */
export function databaseUrl(): string {
  const url = environment().databaseUrl ?? findRunningServer()?.databaseUrl;
  if (url) return url;
  throw new NotFoundError({
    place: "database",
    found: `no DATABASE_URL and no server running with the data in ${environment().dataHome}`,
    expected: "`npm start` in another terminal, or DATABASE_URL",
  });
}
