// What a page renders: its address, its content and its status strip, laid into the shell of app/layout.tsx.
// The three are direct children of the shell's grid (display: contents), so rail, search and progress stay mounted.
import type { ReactNode } from "react";
import { type Crumb, Crumbs } from "./crumbs";
import styles from "./shell.module.css";
import { StatusStrip, type StripFacts } from "./status-strip";
import { StepKeys, type Steps } from "./step-keys";

export type { Crumb, Neighbour } from "./crumbs";
export type { StripFacts } from "./status-strip";
export type { Steps } from "./step-keys";

export interface AppShellProps {
  crumbs: readonly Crumb[];
  /** which mode, run and version made what is shown */
  status?: StripFacts;
  /** where [ ] { } , . lead from here */
  steps?: Steps;
  children: ReactNode;
}

export function AppShell({ crumbs, status, steps, children }: AppShellProps) {
  return (
    <div className={styles.contents}>
      <header className={styles.address}>
        <Crumbs crumbs={crumbs} />
      </header>
      <main className={styles.page} id="page">
        {children}
      </main>
      <StatusStrip facts={status ?? {}} />
      {steps ? <StepKeys steps={steps} /> : null}
    </div>
  );
}
