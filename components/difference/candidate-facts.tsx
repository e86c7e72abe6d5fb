// What is known of a candidate beside its pixels: job, place, truth, neighbours, downloads. Blind: nothing that tells.
import Link from "next/link";
import type { DetectedBy } from "@/lib/difference";
import type { CandidateDetail, NearCandidate } from "@/lib/queries/difference-rows";
import { formatMjd, formatNumber } from "../ui/format";
import { CANDIDATE_MARKS, candidateMark } from "./candidates-table-marks";
import { jobHref } from "./job-words";
import styles from "./vetting.module.css";

const DETECTED_WORDS: Record<DetectedBy, string> = { zogy: "ZOGY only", sfft: "SFFT only", both: "both algorithms" };

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function TruthFacts({ candidate }: { candidate: CandidateDetail }) {
  const { nearestTruth, score } = candidate;
  const mark = CANDIDATE_MARKS[candidateMark(candidate)];
  return (
    <>
      <Fact label="by truth">
        {mark.sign} {mark.word}
      </Fact>
      <Fact label="nearest truth">
        {nearestTruth
          ? `${nearestTruth.truthId}, ${nearestTruth.separationPx.toFixed(2)} px${nearestTruth.magAb === null ? "" : `, ${nearestTruth.magAb.toFixed(2)} mag`}${nearestTruth.isMatch ? ", its match" : ", not its match"}`
          : "○ the job has none"}
      </Fact>
      {score === null ? null : <Fact label="score">{formatNumber(score, 3)} of the survey's classifier</Fact>}
      {candidate.flags.length > 0 ? (
        <Fact label="flags">▲ {candidate.flags.join(", ").replaceAll("_", " ")}</Fact>
      ) : null}
    </>
  );
}

function Neighbours({ near, hrefOf }: { near: readonly NearCandidate[] } & Pick<CandidateFactsProps, "hrefOf">) {
  return (
    <Fact label="neighbours">
      {near.length === 0 ? "none within 30 px" : null}
      {near.slice(0, 4).map(({ rowId, candidateId, separationPx }) => (
        <Link key={rowId} href={hrefOf(candidateId)} className={styles.near}>
          {candidateId.split(":").slice(1).join(" ")} {separationPx?.toFixed(1)} px
        </Link>
      ))}
      {near.length > 4 ? ` and ${near.length - 4} more` : ""}
    </Fact>
  );
}

export interface CandidateFactsProps {
  candidate: CandidateDetail;
  isBlind: boolean;
  hrefOf: (candidateId: string) => string;
}

export function CandidateFacts({ candidate, isBlind, hrefOf }: CandidateFactsProps) {
  const { job, x, y, raDeg, decDeg, detectedBy, neighbours, rowId, values } = candidate;
  const mjd = typeof values.mjd === "number" ? values.mjd : job.mjd;
  const filter = typeof values.filter === "string" ? values.filter : job.filter;
  const isJob = candidate.source === "rapid";
  return (
    <dl className={styles.facts}>
      <Fact label="job">
        <Link href={`${jobHref(job)}?row=${encodeURIComponent(candidate.candidateId)}`}>{job.jid}</Link>{" "}
        {[filter, job.field && `field ${job.field}`, job.sca && `SCA ${job.sca}`].filter(Boolean).join(" · ")}
      </Fact>
      <Fact label="time">{mjd === null ? "○" : `MJD ${mjd.toFixed(5)} (${formatMjd(mjd)} UT)`}</Fact>
      {isJob ? (
        <Fact label="zero point">{job.zeropointMag === null ? "○" : `${formatNumber(job.zeropointMag, 3)} mag`}</Fact>
      ) : null}
      <Fact label="pixel">{x === null || y === null ? "○" : `${x.toFixed(2)}, ${y.toFixed(2)} (from 0)`}</Fact>
      <Fact label="sky">
        {raDeg === null || decDeg === null ? "○" : `${raDeg.toFixed(6)}°, ${decDeg.toFixed(6)}° ICRS`}
      </Fact>
      {detectedBy === null || isBlind ? null : <Fact label="found by">{DETECTED_WORDS[detectedBy]}</Fact>}
      {isBlind ? <Fact label="truth">hidden (blind)</Fact> : <TruthFacts candidate={candidate} />}
      {isJob ? <Neighbours near={neighbours} hrefOf={hrefOf} /> : null}
      <Fact label="download">
        <a href={`/api/v1/candidates/${rowId}/fits`} download>
          FITS
        </a>{" "}
        <a href={`/api/v1/candidates/${rowId}/npy`} download>
          npy
        </a>
      </Fact>
    </dl>
  );
}
