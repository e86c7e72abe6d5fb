/** Radius in pixels and number of exposures of the recurrence view (reference/dark-rings.md, 6.10, asks for 2 px). */
export const RECURRENCE_DEFAULTS = { radius: "2", exposures: "2" };
