// What the headers say of a job, in one line, and the jobs beside it.
import Link from "next/link";
import type { DifferenceJobDetail } from "@/lib/queries/difference-rows";
import { formatMjd, formatNumber } from "../ui/format";
import { StatusMark } from "../ui/status-mark";
import styles from "./difference.module.css";
import { jobState } from "./job-words";

export interface JobFactsProps {
  job: DifferenceJobDetail;
  steps: readonly [string | null, string | null];
}

function factsOf(job: DifferenceJobDetail): [label: string, value: string | null][] {
  const { mjd, zeropointMag, exposureTimeSeconds, width, height } = job;
  return [
    ["filter", job.filter],
    ["field", job.field],
    ["SCA", job.sca === null ? null : String(job.sca)],
    ["MJD", mjd === null ? null : `${mjd.toFixed(5)} (${formatMjd(mjd)} UT)`],
    ["zero point", zeropointMag === null ? null : `${formatNumber(zeropointMag, 3)} mag`],
    ["exp", exposureTimeSeconds === null ? null : `${formatNumber(exposureTimeSeconds, 1)} s`],
    ["size", width === null || height === null ? null : `${width} × ${height} px`],
  ];
}

export function JobFacts({ job, steps: [previous, next] }: JobFactsProps) {
  return (
    <div className={styles.facts}>
      <StatusMark {...jobState(job)} withWord={job.state !== "present"} />
      <b>{job.jid}</b>
      {factsOf(job)
        .filter(([, value]) => job.source === "rapid" || value !== null)
        .map(([label, value]) => (
          <span key={label}>
            {label} {value === null ? <span title="the headers do not tell">○</span> : <b>{value}</b>}
          </span>
        ))}
      {previous ? <Link href={previous}>[ {job.previous?.jid}</Link> : null}
      {next ? <Link href={next}>{job.next?.jid} ]</Link> : null}
    </div>
  );
}
