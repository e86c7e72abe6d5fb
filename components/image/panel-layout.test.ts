import { describe, expect, it } from "vitest";
import { BAR_HEIGHT, HEAD_HEIGHT, layoutFor, placePanels, shownRange } from "./panel-layout";

const places = (count: number, width: number, height: number) =>
  placePanels(count, { width, height }).map(({ outer }) => [outer.left, outer.top, outer.width, outer.height]);

describe("panels of a viewer", () => {
  it("fill the room", () => {
    expect(places(1, 1000, 600)).toEqual([[0, 0, 1000, 600]]);
    expect(places(2, 1004, 600)).toEqual([
      [0, 0, 500, 600],
      [504, 0, 500, 600],
    ]);
    expect(places(2, 500, 1004).map(([left, top]) => [left, top])).toEqual([
      [0, 0],
      [0, 504],
    ]);
  });

  it("are as large as they go: a triplet in one row, nine in three", () => {
    expect(new Set(places(3, 1400, 700).map(([, top]) => top))).toEqual(new Set([0]));
    expect(new Set(places(9, 1400, 900).map(([left]) => left)).size).toBe(3);
  });

  it("leave room for head and colour bar, and never vanish", () => {
    const [place] = placePanels(1, { width: 300, height: 200 });
    expect(place?.picture).toEqual({ left: 0, top: HEAD_HEIGHT, width: 300, height: 200 - HEAD_HEIGHT - BAR_HEIGHT });
    expect(placePanels(1, { width: 0, height: 0 })[0]?.picture).toMatchObject({ width: 1, height: 1 });
  });

  it("come a page at a time", () => {
    expect([1, 2, 3, 5, 12].map(layoutFor)).toEqual([1, 2, 4, 9, 9]);
    expect(shownRange(6, 4, 5)).toEqual({ start: 4, end: 6 });
    expect(shownRange(6, 1, 3)).toEqual({ start: 3, end: 4 });
    expect(shownRange(2, 4, 7)).toEqual({ start: 0, end: 2 });
  });
});
