// Told before a key or a link leads to another address: what has not been written into the present one yet is written then, and does not
// take back the step when it comes later.

const LEAVING = "annulus-leaving";

/** Lets everybody write what the address still lacks. */
export function tellLeaving(): void {
  window.dispatchEvent(new Event(LEAVING));
}

/**
 * @param listener writes what it holds back
 * @returns ends listening
 */
export function onLeaving(listener: () => void): () => void {
  const onClick = ({ target }: MouseEvent) => {
    if (target instanceof Element && target.closest("a[href]")) listener();
  };
  window.addEventListener(LEAVING, listener);
  // before the link's own handler
  window.addEventListener("click", onClick, { capture: true });
  return () => {
    window.removeEventListener(LEAVING, listener);
    window.removeEventListener("click", onClick, { capture: true });
  };
}
