// PostgreSQL refuses to run as root. Started by root, the server runs as an ordinary user, who must be able to
// enter every folder on the way to its binaries and data.

import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { TaskFailedError } from "../../errors";

/** Who runs the server; null: whoever started us. */
export type ServerAccount = { name: string; uid: number; gid: number } | null;

const ACCOUNT_NAME = "postgres";

/**
 * The account for a server that keeps its data in `dataFolder`. Root gets the folder's owner where there is one, else
 * the user "postgres", made when it is missing.
 *
 * @throws TaskFailedError when root cannot make that user.
 */
export function serverAccount(dataFolder: string): ServerAccount {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { name: String(owner.uid), uid: owner.uid, gid: owner.gid };
  return findAccount(ACCOUNT_NAME) ?? makeAccount() ?? findAccount("nobody") ?? refuse();
}

/** True when the account can enter the folder: asked of the system, for rights are more than mode bits. */
export function canEnter(account: ServerAccount, folder: string): boolean {
  if (account === null) return true;
  const asAccount = { uid: account.uid, gid: account.gid, stdio: "ignore", cwd: "/" } as const;
  return spawnSync("/bin/sh", ["-c", 'cd -- "$1" && test -r . -a -x .', "sh", folder], asAccount).status === 0;
}

/** Options of spawn that make a child run as the account. */
export function runAs(account: ServerAccount): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

function findAccount(name: string): ServerAccount {
  for (const line of readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [user, , uid, gid] = line.split(":");
    if (user === name) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

function makeAccount(): ServerAccount {
  const flags = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"];
  spawnSync("useradd", [...flags, "--shell", "/bin/false", ACCOUNT_NAME], { stdio: "ignore" });
  return findAccount(ACCOUNT_NAME);
}

function refuse(): never {
  throw new TaskFailedError({
    place: "database server",
    found: 'root, and no user "postgres" that could be made',
    expected: "an ordinary user to run PostgreSQL: start as one, or make the user",
  });
}
