// How the pages talk to their server: JSON there and back; a refusal keeps place, found and expected.
import { z } from "zod";

const refusalSchema = z.object({ message: z.string() });

/** What the server would not do, in its words; or that it does not answer. */
export class RefusedError extends Error {}

/**
 * Sends a request and parses the answer.
 *
 * @throws RefusedError with one line for the person
 */
export async function ask<T>(
  path: string,
  schema: z.ZodType<T>,
  init: { method?: string; body?: unknown } = {},
): Promise<T> {
  const { method = "GET", body } = init;
  const response = await fetch(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  }).catch((cause: unknown) => {
    throw new RefusedError("the server does not answer: try again in a moment", { cause });
  });
  if (response.ok) return schema.parse(response.status === 204 ? null : await response.json());
  const refusal = refusalSchema.safeParse(await response.json().catch(() => null));
  throw new RefusedError(refusal.success ? refusal.data.message : `the server answered ${response.status}`);
}
