// Where the embedded server keeps its data, and how it is reached: <data home>/database.json remembers both.

import { createHash, randomBytes } from "node:crypto";
import { accessSync, chownSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { FileUnreadableError } from "../../errors";
import { canEnter, type ServerAccount, serverAccount } from "./account";

const record = z.object({
  /** data folder of the server: relative to the data home, or absolute where the server's user cannot enter it */
  folder: z.string(),
  password: z.string(),
});

export interface DatabasePlace {
  /** absolute data folder (PGDATA) */
  folder: string;
  /** for copies of the binaries, shared by all data homes */
  copyFolder: string;
  password: string;
  account: ServerAccount;
}

/** Folders for data outside of a home that the server's user cannot enter; the first that can be written. */
const SHARED_FOLDERS = ["/var/lib/annulus", "/var/tmp/annulus"];

/**
 * The place of the database of this data home: the remembered one, or a new one. The choice is kept, for a change of
 * folder rights must not hide the data.
 *
 * @throws FileUnreadableError when the data home cannot be written.
 */
export function databasePlace(home: string): DatabasePlace {
  makeFolder(home);
  const file = path.join(home, "database.json");
  const known = existsSync(file) ? record.parse(JSON.parse(readFileSync(file, "utf8"))) : choosePlace(home, file);
  const folder = path.resolve(home, known.folder);
  const account = serverAccount(folder);
  makeFolder(folder, account);
  return { folder, copyFolder: path.join(sharedFolder(home), "../.."), password: known.password, account };
}

function choosePlace(home: string, file: string): z.infer<typeof record> {
  const inside = path.join(home, "postgres");
  const account = serverAccount(inside);
  const folder = canEnter(account, home) ? "postgres" : sharedFolder(home);
  const place = { folder, password: randomBytes(18).toString("base64url") };
  writeFileSync(file, `${JSON.stringify(place, null, 2)}\n`, { mode: 0o600 });
  return place;
}

function sharedFolder(home: string): string {
  const name = createHash("sha256").update(home).digest("hex").slice(0, 12);
  const parent = SHARED_FOLDERS.find((folder) => isWritable(folder)) ?? "/var/tmp/annulus";
  return path.join(parent, name, "postgres");
}

function isWritable(folder: string): boolean {
  const existing = existsSync(folder) ? folder : path.dirname(folder);
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Makes a folder, and gives it to the account when there is one. PostgreSQL insists on 0700 for its data. */
function makeFolder(folder: string, account: ServerAccount = null): void {
  try {
    if (!existsSync(folder)) {
      mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 });
      mkdirSync(folder, { mode: account ? 0o700 : 0o755 });
      if (account) chownSync(folder, account.uid, account.gid);
    }
    if (!account) accessSync(folder, constants.W_OK);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new FileUnreadableError(
      { place: folder, found: cause.message, expected: "a folder that can be written" },
      { cause },
    );
  }
}
