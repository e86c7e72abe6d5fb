// What the event stream says, parsed at the door. "state" sums up what is active; "progress" passes each event on.
import { z } from "zod";

export const liveStateSchema = z.object({
  runs: z.array(
    z.object({
      id: z.number(),
      pipeline: z.string(),
      state: z.string(),
      tasksDone: z.number(),
      tasksFailed: z.number(),
      taskCount: z.number(),
      megapixelsPerSecond: z.number().nullable(),
      secondsLeft: z.number().nullable(),
    }),
  ),
  scanning: z.array(z.object({ id: z.number(), name: z.string(), note: z.string().nullable() })),
  lastScanAt: z.string().nullable(),
});

export type LiveState = z.infer<typeof liveStateSchema>;

export const progressEventSchema = z.looseObject({ kind: z.enum(["run", "scan", "verdict"]) });

export type ProgressEvent = z.infer<typeof progressEventSchema>;
