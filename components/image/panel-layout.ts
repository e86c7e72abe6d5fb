// Where the panels of a viewer lie over its one canvas.

/** Most panels at a time. */
export const LAYOUTS = [1, 2, 4, 9] as const;
export type Layout = (typeof LAYOUTS)[number];

export interface Rect {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface PanelPlace {
  /** of the panel with its head and colour bar */
  outer: Rect;
  /** of the picture alone */
  picture: Rect;
}

export const HEAD_HEIGHT = 22;
export const BAR_HEIGHT = 30;
const GAP = 4;

/** The smallest layout that shows all of them. */
export function layoutFor(count: number): Layout {
  return LAYOUTS.find((layout) => layout >= count) ?? 9;
}

/** Which panels are shown: a page of `layout` panels that holds the current one. */
export function shownRange(count: number, layout: Layout, current: number): { start: number; end: number } {
  const start = Math.floor(Math.min(Math.max(0, current), Math.max(0, count - 1)) / layout) * layout;
  return { start, end: Math.min(count, start + layout) };
}

/**
 * Places of panels in rows and columns: up to three as large as they go (the pictures' shorter side is longest), more in a
 * square.
 *
 * @returns CSS pixels from the upper left corner of the canvas, panel by panel, row by row
 */
export function placePanels(count: number, room: { width: number; height: number }): PanelPlace[] {
  const sideWith = (columns: number) => {
    const rows = Math.ceil(count / columns);
    return Math.min(room.width / columns, room.height / rows - HEAD_HEIGHT - BAR_HEIGHT);
  };
  let columns = 1;
  if (count > 3) columns = Math.ceil(Math.sqrt(count));
  else for (let more = 2; more <= count; more++) if (sideWith(more) > sideWith(columns)) columns = more;
  const rows = Math.ceil(count / columns);
  const width = Math.max(1, Math.floor((room.width - GAP * (columns - 1)) / columns));
  const height = Math.max(1, Math.floor((room.height - GAP * (rows - 1)) / rows));
  return Array.from({ length: count }, (_, index) => {
    const left = (index % columns) * (width + GAP);
    const top = Math.floor(index / columns) * (height + GAP);
    const inner = Math.max(1, height - HEAD_HEIGHT - BAR_HEIGHT);
    return {
      outer: { left, top, width, height },
      picture: { left, top: top + HEAD_HEIGHT, width, height: inner },
    };
  });
}
