// Verdicts of people. A save that is sent twice is one verdict: the page's key makes it so.
import { z } from "zod";
import { pool } from "./client";

const verdictSchema = z.object({
  clientKey: z.string().min(8).max(64),
  instrument: z.string().min(1).max(100),
  exposureId: z.string().regex(/^\d{1,19}$/),
  detector: z.number().int().min(0),
  /** detector pixels, 0-based */
  x: z.number(),
  y: z.number(),
  label: z.string().min(1).max(40),
  at: z.iso.datetime(),
  undoneAt: z.iso.datetime().nullable(),
});

/** What the verdicts API takes: up to 1000 verdicts, each with the key its page made. */
export const verdictsToSaveSchema = z.object({ verdicts: z.array(verdictSchema).min(1).max(1000) });
export type VerdictsToSave = z.output<typeof verdictsToSaveSchema>["verdicts"];

/**
 * Saves verdicts on dark rings in one statement. A known key only takes a new `undoneAt`: an undo is final.
 * @returns the keys now in the database, all of those given
 */
export async function saveVerdicts(verdicts: VerdictsToSave): Promise<string[]> {
  // one statement may not touch a row twice: of one key the last entry holds
  const unique = [...new Map(verdicts.map((verdict) => [verdict.clientKey, verdict])).values()];
  const { rows } = await pool().query<{ client_key: string }>(
    `INSERT INTO verdict (client_key, subject, instrument, exposure_id, detector, x, y, label, at, undone_at)
     SELECT key, 'dark-ring', instrument, exposure, detector, x, y, label, at AT TIME ZONE 'UTC', undone AT TIME ZONE 'UTC'
     FROM unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::float8[], $6::float8[], $7::text[],
       $8::timestamptz[], $9::timestamptz[]) AS given (key, instrument, exposure, detector, x, y, label, at, undone)
     ON CONFLICT (client_key) DO UPDATE SET undone_at = coalesce(verdict.undone_at, excluded.undone_at)
     RETURNING client_key`,
    [
      unique.map((verdict) => verdict.clientKey),
      unique.map((verdict) => verdict.instrument),
      unique.map((verdict) => verdict.exposureId),
      unique.map((verdict) => verdict.detector),
      unique.map((verdict) => verdict.x),
      unique.map((verdict) => verdict.y),
      unique.map((verdict) => verdict.label),
      unique.map((verdict) => verdict.at),
      unique.map((verdict) => verdict.undoneAt),
    ],
  );
  return rows.map((row) => row.client_key);
}
