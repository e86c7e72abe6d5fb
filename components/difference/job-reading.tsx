// What a job consists of, what it lacks and what that costs, and how it was read.
import type { JobNote } from "@/lib/difference";
import type { DifferenceChannelRow, DifferenceJobDetail } from "@/lib/queries/difference-rows";
import { formatUt } from "../ui/format";
import { StatusMark } from "../ui/status-mark";
import styles from "./difference.module.css";

const CHANNEL_STATUS = { present: "pass", absent: "none", broken: "fail" } as const;
const NOTE_STATUS = { absent: "none", broken: "fail", strange: "warn", unfinished: "running", choice: "pass" } as const;

function ChannelLine({ channel }: { channel: DifferenceChannelRow }) {
  const { index, label, file, width, height, state, reason } = channel;
  return (
    <li>
      <StatusMark status={CHANNEL_STATUS[state]} word={state} /> {index} {label}
      {width !== null && height !== null ? <span className="mono">{` ${width} × ${height}`}</span> : null}
      {file ? <span className={styles.dim}> {file}</span> : null}
      {reason ? <span> – {reason}</span> : null}
    </li>
  );
}

function NoteLine({ note: { kind, found, cost } }: { note: JobNote }) {
  return (
    <li>
      <StatusMark status={NOTE_STATUS[kind]} word={kind} /> {found}
      {cost === null ? null : <span className={styles.dim}>: {cost}</span>}
    </li>
  );
}

export function JobReading({ job }: { job: DifferenceJobDetail }) {
  const { settings } = job;
  return (
    <section className={styles.reading} aria-label="What the job consists of">
      <h2>Images</h2>
      <ul>
        {job.channels.map((channel) => (
          <ChannelLine key={channel.index} channel={channel} />
        ))}
      </ul>
      <h2>Notes</h2>
      {job.notes.length === 0 ? <p>None: everything that a job should have is there.</p> : null}
      <ul>
        {job.notes.map((note) => (
          <NoteLine key={`${note.kind} ${note.found}`} note={note} />
        ))}
      </ul>
      {job.originNotes.map((text) => (
        <p key={text}>▲ {text}</p>
      ))}
      <h2>Reading</h2>
      {settings ? (
        <p>
          ZOGY and SFFT within {settings.mergeRadiusPx} px are one candidate; truth within {settings.matchRadiusPx} px
          is its match.
        </p>
      ) : null}
      {job.modeSentence ? <p>{job.modeSentence}</p> : null}
      <p className={styles.dim}>
        {job.mount}/{job.folder}
        {job.era ? ` · names of era ${job.era}` : ""} · read {formatUt(job.readAt)} UT by {job.codeVersion} · checksum{" "}
        {job.checksum.slice(0, 12)}
      </p>
    </section>
  );
}
