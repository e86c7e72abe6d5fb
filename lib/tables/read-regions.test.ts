import { describe, expect, it } from "vitest";
import { MalformedFileError, UnsupportedFormatError } from "../errors";
import { readRegions } from "./read-regions";
import { type SkyRegion, writeSkyRegions } from "./sky-region";

const FILE = `# Region file format: DS9 version 4.1
global color=green dashlist=8 3 width=1 font="helvetica 10 normal roman" select=1
image
circle(1,10.5,5) # color=red text={a {ring} tag={x}
-box 100 200 10 12 45
polygon(1,1,3,1,3,4)
# text(7,8) text={hot; column}
# vector(1,2,3,4) vector=1
fk5;ellipse(10:00:00,-0:30:00,3",1',20);point(150.5,2.25) # point=x
icrs
line(10h0m0s,1d30m0s,150.25,2)
`;

const shapes = (content: string) => readRegions(content, "a.reg");

describe("readRegions", () => {
  it("reads every shape in both frames, image counting from 0", () => {
    const regions = shapes(FILE);
    expect(regions.map(({ shape, frame }) => `${shape} ${frame}`)).toEqual([
      "circle image",
      "box image",
      "polygon image",
      "text image",
      "ellipse icrs",
      "point icrs",
      "line icrs",
    ]);
    expect(regions[0]).toMatchObject({ points: [[0, 9.5]], sizes: [5], color: "red", text: "a {ring" });
    expect(regions[1]).toMatchObject({ points: [[99, 199]], sizes: [10, 12], angleDeg: 45, color: "green" });
    expect(regions[2]?.points).toEqual([
      [0, 0],
      [2, 0],
      [2, 3],
    ]);
    expect(regions[3]).toMatchObject({ points: [[6, 7]], text: "hot; column" });
    expect(regions[4]?.points).toEqual([[150, -0.5]]);
    expect(regions[4]?.sizes).toEqual([3 / 3600, 1 / 60]);
    expect(regions[6]?.points).toEqual([
      [150, 1.5],
      [150.25, 2],
    ]);
  });

  it("reads back what writeSkyRegions writes", () => {
    const regions: SkyRegion[] = [
      { frame: "image", shape: "circle", points: [[0, 9.5]], sizes: [5], angleDeg: 0, text: "one", color: "red" },
      { frame: "image", shape: "text", points: [[3, 4]], sizes: [], angleDeg: 0, text: "two words", color: null },
      {
        frame: "icrs",
        shape: "box",
        points: [[150.123, -2.5]],
        sizes: [0.01, 0.02],
        angleDeg: 12,
        text: null,
        color: null,
      },
      {
        frame: "icrs",
        shape: "polygon",
        points: [
          [1, 2],
          [3, 4],
          [5, 7],
        ],
        sizes: [],
        angleDeg: 0,
        text: null,
        color: "#00d5ff",
      },
    ];
    expect(shapes(writeSkyRegions(regions, "a\nb"))).toEqual(regions);
  });

  it("finds none in an empty file, and in one with comments only", () => {
    expect(shapes("")).toEqual([]);
    expect(shapes("# nothing\nimage\n")).toEqual([]);
  });

  it.each([
    ["image\nannulus(1,2,3,4)", "line 2 of a.reg: annulus, expected one of circle, box", UnsupportedFormatError],
    ["galactic\ncircle(1,2,3)", "line 1 of a.reg: coordinates in galactic", UnsupportedFormatError],
    ["image\n\ncircle(1,2,x)", 'line 3 of a.reg: "x", expected a number', MalformedFileError],
    ["image\ncircle(1,2)", "line 2 of a.reg: circle with 2 values, expected 3", MalformedFileError],
    ["image\npolygon(1,2,3,4)", "line 2 of a.reg: polygon with 4 values, expected three", MalformedFileError],
    ['image\ncircle(1,2,3")', 'line 2 of a.reg: size 3" in image coordinates, expected pixels', UnsupportedFormatError],
    ["circle(1,2,3)", "line 1 of a.reg: circle in no coordinate system", MalformedFileError],
    ["image\n%PDF-1.4", "line 2 of a.reg", UnsupportedFormatError],
  ])("refuses %j with its line", (content, message, kind) => {
    expect(() => shapes(content)).toThrow(message);
    expect(() => shapes(content)).toThrow(kind);
  });
});
