/** A unit as heads, axes and captions write it: e⁻ for electron, nothing for a pure number or a count. */
export function unitSign(unit: string | null | undefined): string {
  if (unit === "electron") return "e\u207b";
  return !unit || unit === "count" ? "" : unit;
}
