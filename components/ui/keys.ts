"use client";
// Keys of the page: each component registers its own, one listener on the window runs them, the ? overlay lists them.
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface KeyBinding {
  /** values of KeyboardEvent.key that run it: "j", "?", "ArrowLeft", "Enter", " ", "B" for Shift+b */
  keys: readonly string[];
  label: string;
  run: (event: KeyboardEvent) => void;
}

export interface KeyGroup {
  title: string;
  bindings: readonly KeyBinding[];
  /** keys of an open dialog: while it is open, those of the page below are inert */
  isOfDialog?: boolean;
}

type KeyGroupRef = { current: KeyGroup };

const registered: KeyGroupRef[] = [];
const watchers = new Set<() => void>();
let snapshot: readonly KeyGroup[] = [];
const NO_GROUPS: readonly KeyGroup[] = [];

const TYPING =
  'textarea, select, [contenteditable="true"], [role="textbox"], input:not([type="checkbox"]):not([type="radio"]):not([type="button"]):not([type="range"])';
const OPERATED_BY_KEYS =
  'a[href], button, summary, input, [role="tab"], [role="menuitem"], [role="option"], [role="slider"]';
const KEYS_OF_CONTROLS = new Set(["Enter", " ", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

/** True when a key pressed there belongs to the control itself: typing, a button's Enter, a tab's arrows. */
function isTakenByControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(TYPING)) return true;
  return KEYS_OF_CONTROLS.has(key) && target.closest(OPERATED_BY_KEYS) !== null;
}

/** True in a dialog, and anywhere while one with keys of its own is open (its focus may be lost for a moment). */
function isOverPage(target: EventTarget | null): boolean {
  if (target instanceof Element && target.closest('[role="dialog"][aria-modal="true"]')) return true;
  return registered.some((group) => group.current.isOfDialog);
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTakenByControl(event.target, event.key)) return;
  const isInDialog = isOverPage(event.target);
  for (let i = registered.length - 1; i >= 0; i--) {
    const group = registered[i]?.current;
    if (!group || (group.isOfDialog ?? false) !== isInDialog) continue;
    const binding = group.bindings.find((candidate) => candidate.keys.includes(event.key));
    if (!binding) continue;
    event.preventDefault();
    binding.run(event);
    return;
  }
}

function changed() {
  snapshot = registered.map((ref) => ref.current);
  for (const watcher of watchers) watcher();
}

function register(ref: KeyGroupRef): () => void {
  if (registered.length === 0) window.addEventListener("keydown", onKeyDown);
  registered.push(ref);
  changed();
  return () => {
    registered.splice(registered.indexOf(ref), 1);
    if (registered.length === 0) window.removeEventListener("keydown", onKeyDown);
    changed();
  };
}

/**
 * Registers keys while the component is mounted. The newest registration of a key wins; keys are inert while typing,
 * in a dialog unless they are the dialog's, and with Ctrl, Alt or Meta held.
 */
export function useKeys(title: string, bindings: readonly KeyBinding[], options: { isOfDialog?: boolean } = {}) {
  const { isOfDialog } = options;
  const group = useRef<KeyGroup>({ title, bindings, isOfDialog });
  useEffect(() => {
    group.current = { title, bindings, isOfDialog };
  });
  useEffect(() => register(group), []);
}

/** All groups registered now, for the ? overlay. */
export function useKeyGroups(): readonly KeyGroup[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => snapshot,
    () => NO_GROUPS,
  );
}

const NAMES: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  " ": "Space",
  Escape: "Esc",
};

/** What is printed on the key: "ArrowLeft" is ←, "B" is Shift B. */
export function keyName(key: string): string {
  if (/^[A-Z]$/.test(key)) return `Shift ${key}`;
  return NAMES[key] ?? key;
}
