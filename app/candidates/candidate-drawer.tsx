"use client";
// The candidate under the cursor of the table: its stamps, what is known of it, and its features beside each other.
import { CloseButton } from "@mantine/core";
import Link from "next/link";
import { CandidateFacts } from "@/components/difference/candidate-facts";
import { ProfilesPlot } from "@/components/difference/candidate-plots";
import { FeatureTable } from "@/components/difference/feature-table";
import { StampControls } from "@/components/difference/stamp-controls";
import { type CandidateStamps, StampsGrid } from "@/components/difference/stamps-grid";
import { useBlink } from "@/components/difference/use-blink";
import { useCandidateLook } from "@/components/difference/use-candidate-look";
import styles from "@/components/difference/vetting.module.css";
import { useKeys } from "@/components/ui/keys";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import type { Loaded } from "./kept-candidates";
import { useKeptCandidate, type WantedCandidate } from "./use-kept-candidate";

export interface CandidateDrawerProps {
  wanted: WantedCandidate;
  isBlind: boolean;
  hrefOf: (candidateId: string) => string;
  onOpen: () => void;
  onClose: () => void;
}

export function CandidateDrawer({ wanted, isBlind, hrefOf, onOpen, onClose }: CandidateDrawerProps) {
  const { candidateId } = wanted;
  const { detail, stamped } = useKeptCandidate(wanted);
  const look = useCandidateLook();
  const blink = useBlink();
  useKeys("Candidate", [
    { keys: ["o"], label: "Open its page", run: onOpen },
    { keys: ["Escape"], label: "Close it", run: onClose },
  ]);
  const stamps = stamped && "channels" in stamped ? stamped : null;
  return (
    <aside className={styles.drawer} aria-label={`Candidate ${candidateId}`}>
      <header className={styles.bar}>
        <h2 className="mono">
          <Link href={hrefOf(candidateId)} prefetch={false} title="its page (Enter or o)">
            {candidateId}
          </Link>
        </h2>
        {detail && "said" in detail && detail.said?.label && !isBlind ? (
          <span className={styles.said}>{detail.said.label}</span>
        ) : null}
        <span data-grow />
        <CloseButton aria-label="Close the candidate" title="Close (Esc)" onClick={onClose} />
        <div className={styles.bar}>
          <StampControls look={look} blink={blink} />
        </div>
      </header>
      {stamped && "reason" in stamped ? (
        <p role="alert">■ no stamps: {stamped.reason}</p>
      ) : (
        <StampsGrid
          channels={stamps?.channels ?? []}
          look={look.look}
          blink={blink.pair}
          label={`Stamps of ${candidateId}`}
        />
      )}
      <About {...{ detail, stamps, isBlind, hrefOf }} />
    </aside>
  );
}

interface AboutProps extends Pick<CandidateDrawerProps, "isBlind" | "hrefOf"> {
  detail: Loaded<CandidateDetail>;
  stamps: CandidateStamps | null;
}

function About({ detail, stamps, isBlind, hrefOf }: AboutProps) {
  if (detail === undefined) return <p className={styles.dim}>◌ on its way</p>;
  if ("reason" in detail) return <p role="alert">■ {detail.reason}</p>;
  return (
    <>
      <div className={styles.known}>
        <CandidateFacts candidate={detail} isBlind={isBlind} hrefOf={hrefOf} />
        <ProfilesPlot detail={detail} stamps={stamps} />
      </div>
      <FeatureTable features={detail.features} isBlind={isBlind} />
    </>
  );
}
