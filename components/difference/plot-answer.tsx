import type { ReactNode } from "react";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";

export const PLOT_HEIGHT = 300;

export interface PlotAnswerProps {
  failure: string | null;
  /** null: on its way */
  children: ReactNode;
}

/** The plot of an answer, or the place that is kept for it, or why there is none. */
export function PlotAnswer({ failure, children }: PlotAnswerProps) {
  if (failure !== null) return <ErrorState title="Nothing to plot" message={failure} />;
  if (children !== null) return children;
  return (
    <div style={{ height: PLOT_HEIGHT }}>
      <Skeleton />
    </div>
  );
}
