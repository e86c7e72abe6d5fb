import { describe, expect, it } from "vitest";
import { findCards } from "./header-view";

const hdu = (index: number, cards: string[]) => ({
  index,
  name: null,
  type: "image",
  shape: [],
  bitpix: 8,
  compression: null,
  dataBytes: 0,
  cards,
});

describe("header search", () => {
  const hdus = [hdu(0, ["SIMPLE  = T", "DARKTIME= 30.0"]), hdu(1, ["XTENSION= 'IMAGE'"])];
  it("finds text in any case, in every HDU", () => {
    expect(findCards(hdus, "darktime").map(({ hdu: of, cards }) => [of.index, cards])).toEqual([
      [0, ["DARKTIME= 30.0"]],
    ]);
    expect(findCards(hdus, "")).toHaveLength(2);
    expect(findCards(hdus, "nowhere")).toEqual([]);
  });
});
