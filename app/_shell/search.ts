import { z } from "zod";
import type { SearchHit } from "@/components/ui/search-box";

const answerSchema = z.object({
  hits: z.array(z.object({ kind: z.string(), label: z.string(), detail: z.string().optional(), href: z.string() })),
});

/** Asks the server what `text` may mean. Throws when the server does not answer. */
export async function search(text: string, signal: AbortSignal): Promise<SearchHit[]> {
  const response = await fetch(`/api/v1/search?q=${encodeURIComponent(text)}`, { signal });
  return answerSchema.parse(await response.json()).hits;
}
