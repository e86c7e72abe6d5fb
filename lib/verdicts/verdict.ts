// What a person says of a subject, as pages send it and as the API takes it: one schema for both ends.
import { z } from "zod";

/** A dark ring, an image (of a detector or of the focal plane), or a candidate of difference imaging. */
const SUBJECTS = ["dark-ring", "image", "candidate"] as const;
export type Subject = (typeof SUBJECTS)[number];

/**
 * One verdict. A dark ring is named by its place on a detector; an image by exposure, detector (null: the whole focal
 * plane) and stage, with a place where something on it is meant. Label and comment together are what is said of the
 * subject from then on: the newest row holds, and an empty comment takes an earlier one away.
 */
export const verdictSchema = z
  .object({
    /** made by the page: a save that is sent twice is one verdict */
    clientKey: z.string().min(8).max(64),
    subject: z.enum(SUBJECTS).default("dark-ring"),
    instrument: z.string().min(1).max(100),
    exposureId: z.string().regex(/^\d{1,19}$/),
    detector: z.number().int().min(0).nullable().default(null),
    /** stage of processing of an image: raw, post_isr, residual_dark, mosaic8 … */
    stage: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/)
      .nullable()
      .default(null),
    /** <jid>:<algorithm>:<id> of a candidate */
    candidateId: z.string().min(1).max(200).nullable().default(null),
    /** detector pixels, 0-based */
    x: z.number().nullable().default(null),
    y: z.number().nullable().default(null),
    label: z.string().min(1).max(40).nullable(),
    comment: z.string().max(2000).nullable().default(null),
    /** who says it */
    person: z.string().trim().min(1).max(60).default("local"),
    /** from the moment it was shown to the decision; null: not measured */
    seconds: z.number().min(0).nullable().default(null),
    /** labels and scores were hidden */
    isBlind: z.boolean().default(false),
    at: z.iso.datetime(),
    undoneAt: z.iso.datetime().nullable(),
  })
  .refine(({ label, comment }) => label !== null || comment !== null, {
    path: ["label"],
    message: "a label, a comment or both",
  })
  .refine(({ x, y }) => (x === null) === (y === null), { path: ["y"], message: "x and y, or neither" })
  .refine(({ subject, detector, x }) => subject !== "dark-ring" || (detector !== null && x !== null), {
    path: ["detector"],
    message: "detector, x and y of the dark ring",
  })
  .refine(({ subject, stage }) => (subject === "image") === (stage !== null), {
    path: ["stage"],
    message: "the stage of an image, and none of a dark ring or a candidate",
  })
  .refine(({ subject, candidateId }) => (subject === "candidate") === (candidateId !== null), {
    path: ["candidateId"],
    message: "the id of a candidate, and none of anything else",
  });
export type Verdict = z.output<typeof verdictSchema>;

/** What a verdict is about. */
export type VerdictPlace = Pick<Verdict, "subject" | "instrument" | "exposureId" | "detector" | "stage" | "x" | "y"> &
  Partial<Pick<Verdict, "candidateId">>;

/** How it came to be said; what is left out is not known. */
export type VerdictManner = Partial<Pick<Verdict, "person" | "seconds" | "isBlind">>;

/** What is said of a subject now; both null: nothing. */
export interface Said {
  label: string | null;
  comment: string | null;
}

export const NOTHING_SAID: Said = { label: null, comment: null };
