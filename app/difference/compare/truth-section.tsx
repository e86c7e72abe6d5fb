"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { candidateHref, candidatesHref } from "@/components/difference/candidates-table-href";
import type { CompareState } from "@/components/difference/compare-state";
import { CompareTruth } from "@/components/difference/compare-truth";
import { truthHref } from "@/components/difference/truth-href";
import type { TruthPage } from "@/lib/queries/difference-truth-list";
import { useMoreRows } from "../../_shell/use-more-rows";

export interface TruthSectionProps {
  page: TruthPage;
  state: CompareState;
  onState: (patch: Partial<CompareState>) => void;
}

/** The sources behind a bin, page after page. */
export function TruthSection({ page, state, onState }: TruthSectionProps) {
  const router = useRouter();
  const { mode, kind, band, jobs, radius, bin, found } = state;
  const [start = "", end = ""] = bin === "" ? [state.magfrom, state.magto] : bin.split(",");
  const query = new URLSearchParams({
    mode,
    kind,
    band,
    jobs,
    radius,
    magfrom: start,
    magto: end,
    found: found || "any",
  });
  const place = useRef<HTMLDivElement>(null);
  // it stands below the curves, one of which was clicked
  useEffect(() => {
    if (bin !== "" || found !== "") place.current?.scrollIntoView({ block: "end" });
  }, [bin, found]);
  const { rows, ...paging } = useMoreRows(page, `/api/v1/difference/compare/truth?${query}`);
  return (
    <div ref={place}>
      <CompareTruth
        rows={rows}
        paging={paging}
        state={state}
        onState={onState}
        onOpen={(row) => {
          const { candidateId } = row;
          if (candidateId === null) router.push(truthHref(row, mode));
          else router.push(candidateHref({ candidateId }, { mode, filter: "", sort: "" }));
        }}
        onOpenAll={(filter) => router.push(candidatesHref(filter, mode))}
      />
    </div>
  );
}
