// The stages of processing that there are of an exposure's detector or focal plane.
import { z } from "zod";
import { ask } from "../_shell/api";

const stageSchema = z.object({ stage: z.string(), runId: z.number().nullable(), source: z.string() });
const stagesSchema = z.object({ stages: z.array(stageSchema) });
export type StageOfImage = z.output<typeof stageSchema>;

/** In the order of processing. */
export async function loadStages(address: {
  instrument: string;
  exposureId: string;
  detector: string | null;
}): Promise<StageOfImage[]> {
  const query = new URLSearchParams({ instrument: address.instrument, exposure: address.exposureId });
  if (address.detector !== null) query.set("detector", address.detector);
  return (await ask(`/api/v1/images/stages?${query}`, stagesSchema)).stages;
}
