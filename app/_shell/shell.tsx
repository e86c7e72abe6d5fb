"use client";
// The shell around every page: rail, search, run progress, colours, keys, last scan. Stays mounted between pages.
import { useRouter } from "next/navigation";
import { type ReactNode, useCallback } from "react";
import { formatTimeOfDay } from "@/components/ui/format";
import { KeysOverlay } from "@/components/ui/keys-overlay";
import { Rail } from "@/components/ui/rail";
import { type ActiveRuns, RunIndicator } from "@/components/ui/run-indicator";
import { SchemeToggle } from "@/components/ui/scheme-toggle";
import { SearchBox, type SearchHit } from "@/components/ui/search-box";
import styles from "@/components/ui/shell.module.css";
import { chooseLocalFits, LocalFits } from "../_local-fits/local-fits";
import { LiveEvents, useLiveState } from "./live-events";
import type { LiveState } from "./live-state";
import { OPEN_LOCAL_FITS, search } from "./search";

function activeRuns(state: LiveState | null): ActiveRuns {
  const runs = state?.runs ?? [];
  const sum = (of: (run: LiveState["runs"][number]) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    count: runs.length,
    tasksDone: sum((run) => run.tasksDone + run.tasksFailed),
    taskCount: sum((run) => run.taskCount),
  };
}

function Tools() {
  const router = useRouter();
  const { state } = useLiveState();
  const go = useCallback(
    (hit: SearchHit) => (hit.href === OPEN_LOCAL_FITS.href ? chooseLocalFits() : router.push(hit.href)),
    [router],
  );
  return (
    <div className={styles.tools}>
      <SearchBox onSearch={search} onGo={go} />
      <LocalFits />
      <RunIndicator active={activeRuns(state)} />
      <SchemeToggle />
      <KeysOverlay />
    </div>
  );
}

function LastScan() {
  const { state, isConnected } = useLiveState();
  const scanning = state?.scanning[0];
  if (!isConnected && state) return <aside className={styles.scan}>▲ no connection to the server</aside>;
  if (scanning) return <aside className={styles.scan}>{`◌ scanning ${scanning.name}`}</aside>;
  const text = state?.lastScanAt ? `last scan ${formatTimeOfDay(state.lastScanAt)} UT` : "";
  return (
    <aside className={styles.scan} aria-label="Last scan">
      {text}
    </aside>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  return (
    <LiveEvents>
      <div className={styles.shell}>
        <Rail />
        <Tools />
        {children}
        <LastScan />
      </div>
    </LiveEvents>
  );
}
