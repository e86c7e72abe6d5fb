// Verdicts of people. A save that is sent twice is one verdict: the page's key makes it so.
import { z } from "zod";
import { type Verdict, verdictSchema } from "../verdicts/verdict";
import { pool } from "./client";

/** What the verdicts API takes: up to 1000 verdicts, each with the key its page made. */
export const verdictsToSaveSchema = z.object({ verdicts: z.array(verdictSchema).min(1).max(1000) });

/**
 * Saves verdicts in one statement. A known key only takes a new `undoneAt`: an undo is final.
 * @returns the keys now in the database, all of those given
 */
export async function saveVerdicts(verdicts: readonly Verdict[]): Promise<string[]> {
  // one statement may not touch a row twice: of one key the last entry holds
  const unique = [...new Map(verdicts.map((verdict) => [verdict.clientKey, verdict])).values()];
  const { rows } = await pool().query<{ client_key: string }>(
    `INSERT INTO verdict (client_key, subject, instrument, exposure_id, detector, stage, candidate_id, x, y, label, comment, person,
       seconds, is_blind, at, undone_at)
     SELECT key, subject, instrument, exposure, detector, stage, candidate, x, y, label, comment, person, seconds, blind,
       at AT TIME ZONE 'UTC', undone AT TIME ZONE 'UTC'
     FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::int[], $6::text[], $7::float8[], $8::float8[],
       $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::text[], $14::text[], $15::float8[], $16::boolean[])
       AS given (key, subject, instrument, exposure, detector, stage, x, y, label, comment, at, undone, candidate, person,
         seconds, blind)
     ON CONFLICT (client_key) DO UPDATE SET undone_at = coalesce(verdict.undone_at, excluded.undone_at)
     RETURNING client_key`,
    [
      unique.map((verdict) => verdict.clientKey),
      unique.map((verdict) => verdict.subject),
      unique.map((verdict) => verdict.instrument),
      unique.map((verdict) => verdict.exposureId),
      unique.map((verdict) => verdict.detector),
      unique.map((verdict) => verdict.stage),
      unique.map((verdict) => verdict.x),
      unique.map((verdict) => verdict.y),
      unique.map((verdict) => verdict.label),
      unique.map((verdict) => verdict.comment),
      unique.map((verdict) => verdict.at),
      unique.map((verdict) => verdict.undoneAt),
      unique.map((verdict) => verdict.candidateId),
      unique.map((verdict) => verdict.person),
      unique.map((verdict) => verdict.seconds),
      unique.map((verdict) => verdict.isBlind),
    ],
  );
  return rows.map((row) => row.client_key);
}
