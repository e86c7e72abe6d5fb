import { z } from "zod";
import type { SearchHit } from "@/components/ui/search-box";

const answerSchema = z.object({
  hits: z.array(z.object({ kind: z.string(), label: z.string(), detail: z.string().optional(), href: z.string() })),
});

/** The one command that the browser runs by itself. */
export const OPEN_LOCAL_FITS: SearchHit = {
  kind: "command",
  label: "Open local FITS…",
  detail: "looked at here, not uploaded",
  href: "#open-local-fits",
};

/** Asks the server what `text` may mean; commands of the browser come first. Throws when the server does not answer. */
export async function search(text: string, signal: AbortSignal): Promise<SearchHit[]> {
  const response = await fetch(`/api/v1/search?q=${encodeURIComponent(text)}`, { signal });
  const { hits } = answerSchema.parse(await response.json());
  const isCommand = OPEN_LOCAL_FITS.label
    .toLowerCase()
    .split(" ")
    .some((word) => word.startsWith(text.toLowerCase()));
  return isCommand ? [OPEN_LOCAL_FITS, ...hits] : hits;
}
