// Statements whose plan a connection keeps: planning over the indexes of the candidates takes longer than reading a page of them.

import { createHash } from "node:crypto";
import type { QueryConfig } from "pg";

/** Kept plans of one connection, some 50 kB each; what comes later is planned each time. */
const MOST_KEPT = 300;

const names = new Map<string, string>();

/**
 * A statement under a name of its text. PostgreSQL plans it for the values of the first five times, then once for all values where that
 * seems as cheap: only for statements whose best plan does not depend on the values.
 *
 * @param text the same each time
 * @param values its parameters
 */
export function keptStatement(text: string, values: unknown[]): QueryConfig {
  const known = names.get(text);
  if (known !== undefined) return { name: known, text, values };
  if (names.size >= MOST_KEPT) return { text, values };
  const name = createHash("sha1").update(text).digest("hex");
  names.set(text, name);
  return { name, text, values };
}
