// Told before a key leads to another address: what has not been written into the present one yet is written then, and does not
// take back the step when it comes later.

const LEAVING = "annulus-leaving";

/** Lets everybody write what the address still lacks. */
export function tellLeaving(): void {
  window.dispatchEvent(new Event(LEAVING));
}

/** @returns ends listening */
export function onLeaving(listener: () => void): () => void {
  window.addEventListener(LEAVING, listener);
  return () => window.removeEventListener(LEAVING, listener);
}
