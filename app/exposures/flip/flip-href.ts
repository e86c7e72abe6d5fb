// Addresses of flip-through.

type Parameters = Record<string, string | string[] | undefined>;

/** What of an address stays when the list becomes another: filters and the look, not the place in the old list. */
export function flipHref(parameters: Parameters, patch: Record<string, string>): string {
  const kept = Object.entries(parameters).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[0] !== "row",
  );
  const query = new URLSearchParams(kept);
  for (const [name, value] of Object.entries(patch)) {
    if (value === "") query.delete(name);
    else query.set(name, value);
  }
  return `/exposures/flip${query.size > 0 ? `?${query}` : ""}`;
}
