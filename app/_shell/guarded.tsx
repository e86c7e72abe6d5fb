// The page's catch: our own failures are shown with place, found and expected; all others go to error.tsx.
import type { ReactNode } from "react";
import { AppShell, type Crumb } from "@/components/ui/app-shell";
import { ErrorState } from "@/components/ui/error-state";
import { type ErrorTag, isAnnulusError } from "@/lib/errors";

const ADVICE: Record<ErrorTag, string> = {
  InvalidParameter: "Change the address or the filter.",
  NotFound: "It may have been removed, or the link is older than the data. The search (/) finds what is there.",
  FileUnreadable: "Look at the Mounts page whether the folder is still there, and scan it again.",
  MalformedFile: "The file breaks its format's standard; another copy of it may be right.",
  UnsupportedFormat: "This version does not read such files.",
  TaskFailed: "Trying again may help.",
};

const DATABASE_AWAY = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "57P01", "57P03", "53300"]);

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string" && DATABASE_AWAY.has(error.code)) return true;
  return error.message.includes("Connection terminated") || isDatabaseAway(error.cause);
}

/** Renders a page, or what went wrong with it, under the same address. */
export async function guarded(crumbs: readonly Crumb[], render: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await render();
  } catch (error) {
    const isOurs = isAnnulusError(error);
    if (!isOurs && !isDatabaseAway(error)) throw error;
    if (!isOurs) console.error(`page: ${error}`);
    return (
      <AppShell crumbs={crumbs}>
        {isOurs ? (
          <ErrorState title="This cannot be shown" message={error.message}>
            {ADVICE[error.tag]}
          </ErrorState>
        ) : (
          <ErrorState title="The database does not answer" message="no connection to PostgreSQL">
            Nothing is lost. It comes back with `npm start`, or when the server of DATABASE_URL does; then load the page
            again.
          </ErrorState>
        )}
      </AppShell>
    );
  }
}
