"use client";
// The page of a candidate, and vetting: one key a verdict, then the next candidate, which is here already.
import { useRouter } from "next/navigation";
import { useEffect, useMemo } from "react";
import { AgreementLine } from "@/components/difference/agreement-line";
import { BlindNote } from "@/components/difference/candidates-bar";
import { StampsGrid } from "@/components/difference/stamps-grid";
import { useBlink } from "@/components/difference/use-blink";
import { useCandidateLook } from "@/components/difference/use-candidate-look";
import styles from "@/components/difference/vetting.module.css";
import { VettingBar } from "@/components/difference/vetting-bar";
import { VettingControls } from "@/components/difference/vetting-controls";
import { useKeys } from "@/components/ui/keys";
import { onLeaving } from "@/components/ui/leaving";
import { patchedQuery, useUrlState } from "@/components/ui/use-url-state";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import { CANDIDATE_VOCABULARY } from "@/lib/verdicts/candidate-vocabulary";
import { CandidateSide } from "./candidate-side";
import { useAgreement } from "./use-agreement";
import { useVetting } from "./use-vetting";

/** order: "" as sorted, else the seed of a random order. */
const DEFAULTS = { mode: "annulus", filter: "", sort: "", person: "", with: "", order: "", blind: "" };

const ADDRESS_FOLLOWS_MS = 300;
let following: { timer: ReturnType<typeof setTimeout>; write: () => void } | undefined;

/** The path follows the candidate when the hand rests, or before it leaves the page; the server need not be asked. */
function followCandidate(candidateId: string): void {
  clearTimeout(following?.timer);
  const write = () => {
    following = undefined;
    if (!window.location.pathname.startsWith("/candidates/")) return;
    window.history.replaceState(null, "", `/candidates/${encodeURIComponent(candidateId)}${window.location.search}`);
    document.title = `Candidate ${candidateId} · Annulus`;
  };
  following = { timer: setTimeout(write, ADDRESS_FOLLOWS_MS), write };
}

/** Written later it would take a navigation back that has begun. */
function catchUp(): void {
  clearTimeout(following?.timer);
  following?.write();
}

export function VettingClient({ first }: { first: CandidateDetail }) {
  const router = useRouter();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const look = useCandidateLook();
  const blink = useBlink();
  useEffect(() => onLeaving(catchUp), []);
  const isBlind = url.blind === "1";
  const { mode, sort, person } = url;
  // without a filter the queue is the job: nobody vets everything at once by accident
  const filter = url.filter || `jid = ${first.jid}`;
  const address = useMemo(() => ({ mode, filter, sort, person }), [mode, filter, sort, person]);
  const seed = url.order === "" ? null : Number(url.order) || 0;
  // another candidate in the same manner: blind, and by the same reader
  const hrefOf = (candidateId: string) =>
    `/candidates/${encodeURIComponent(candidateId)}?${patchedQuery("", DEFAULTS, url)}`;
  const vetting = useVetting(first, {
    ...{ address, seed, isBlind },
    onMoved: followCandidate,
    onOutside: (candidateId) => {
      catchUp();
      router.push(hrefOf(candidateId));
    },
  });
  const { row, detail, stamped, label } = vetting;
  const { made, pending } = vetting.progress;
  // what others said is hidden from a blind reader
  const agreement = useAgreement(address, isBlind ? "" : url.with, made - pending);
  useKeys("Verdicts", [
    ...CANDIDATE_VOCABULARY.map((word) => ({
      keys: [word.key],
      label: word.label,
      run: () => vetting.decide(word.label),
    })),
    { keys: ["u"], label: "Take the last verdict back", run: vetting.undo },
  ]);
  useKeys("Vetting", [
    { keys: ["ArrowRight", "j", "]"], label: "Next candidate", run: () => vetting.step(1) },
    { keys: ["ArrowLeft", "k", "["], label: "Previous candidate", run: () => vetting.step(-1) },
    { keys: ["n"], label: "Next candidate without a verdict", run: vetting.nextOpen },
    {
      keys: ["h"],
      label: "Hide labels and scores",
      run: () => setUrl({ blind: isBlind ? "" : "1" }, { shallow: true }),
    },
  ]);
  const channels = stamped && "channels" in stamped ? stamped.channels : [];
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <VettingControls
          state={url}
          onState={(patch) => setUrl(patch, { shallow: true, replace: true })}
          look={look}
          blink={blink}
          place={{ ...vetting.queue, index: vetting.index, count: vetting.queue.rows.length }}
          candidateId={row.candidateId}
          label={label}
        />
        {isBlind ? <BlindNote filter={filter} /> : null}
        {agreement && "kappa" in agreement ? <AgreementLine {...agreement} onOpen={vetting.openCandidate} /> : null}
        {agreement && "reason" in agreement ? <p role="alert">■ no agreement: {agreement.reason}</p> : null}
      </div>
      <div className={styles.main}>
        {stamped && "reason" in stamped ? (
          <p role="alert">■ no stamps: {stamped.reason}</p>
        ) : (
          <StampsGrid channels={channels} look={look.look} blink={blink.pair} label={`Stamps of ${row.candidateId}`} />
        )}
        <CandidateSide
          detail={detail}
          stamps={stamped && "channels" in stamped ? stamped : null}
          isBlind={isBlind}
          failure={vetting.queue.failure}
          hrefOf={hrefOf}
        />
      </div>
      <VettingBar current={label} onDecide={vetting.decide} onUndo={vetting.undo} progress={vetting.progress} />
    </div>
  );
}
