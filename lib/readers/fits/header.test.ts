import { describe, expect, it } from "vitest";
import { parseHeader } from "./header";

function headerOf(...cards: string[]) {
  const text = [...cards, "END"].map((card) => card.padEnd(80)).join("");
  return parseHeader(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
}

describe("parseHeader", () => {
  it("reads every kind of value", () => {
    const header = headerOf(
      "TEXT    = 'it''s  '           / a comment / with a slash",
      "SLASH   = 'a/b'",
      "EMPTY   = ''",
      "INT     =                  -42 / counts",
      "BIG     = 20250613002221234567",
      "REAL    = 1.5E3",
      "DOUBLE  = -2.5D-2",
      "YES     =                    T",
      "NO      =                    F",
      "UNDEF   =                      / nothing yet",
      "CPLX    = (1.0, 2.0)",
    );
    const values = ["TEXT", "SLASH", "EMPTY", "INT", "BIG", "REAL", "DOUBLE", "YES", "NO", "UNDEF", "CPLX"].map(
      header.get,
    );
    expect(values).toEqual([
      "it's",
      "a/b",
      "",
      -42,
      "20250613002221234567",
      1500,
      -0.025,
      true,
      false,
      null,
      "(1.0, 2.0)",
    ]);
    expect(header.cards[0]).toMatchObject({ keyword: "TEXT", comment: "a comment / with a slash" });
    expect(header.cards[9]?.comment).toBe("nothing yet");
    expect(header.get("NOTHERE")).toBeUndefined();
  });

  it("gives a value by the type asked for, or null", () => {
    const header = headerOf("EXPTIME = '30.0    '", "FRAME   = 7", "NAN     = NaN", "OK      = T", "NONE    =");
    expect(header.getNumber("exptime")).toBe(30);
    expect(header.getText("FRAME")).toBe("7");
    expect(header.getNumber("NAN")).toBeNull();
    expect(header.getText("NAN")).toBe("NaN");
    expect(header.getBoolean("OK")).toBe(true);
    expect(header.getBoolean("FRAME")).toBeNull();
    expect(header.getNumber("OK")).toBeNull();
    expect(header.getText("NONE")).toBeNull();
  });

  it("joins CONTINUE cards and keeps every line readable", () => {
    const header = headerOf(
      "LONG    = 'one &'",
      "CONTINUE  'two''s &'  / first",
      "CONTINUE  'three'  / second",
      "NEXT    = 1",
    );
    expect(header.get("LONG")).toBe("one two's three");
    expect(header.cards).toHaveLength(2);
    expect(header.cards[0]?.comment).toBe("first second");
    expect(header.cards[0]?.text.split("\n").map((line) => line.length)).toEqual([80, 80, 80]);
  });

  it("leaves an ampersand that nothing continues", () => {
    expect(headerOf("NAME    = 'M31 &'", "OTHER   = 2").get("NAME")).toBe("M31 &");
  });

  it("reads HIERARCH keywords with and without the word", () => {
    const header = headerOf(
      "HIERARCH LSST BUTLER DATAID BAND = 'r' / band",
      "HIERARCH ESO DET NX=2048",
      "HIERARCH no value here",
    );
    expect(header.get("LSST BUTLER DATAID BAND")).toBe("r");
    expect(header.get("HIERARCH ESO DET NX")).toBe(2048);
    expect(header.cards[2]).toMatchObject({ keyword: "HIERARCH", value: null });
  });

  it("keeps cards that break the standard as text", () => {
    const header = headerOf(
      "GARBAGE without any sense",
      "OPEN    = 'never closed",
      "lower   = 5",
      "NOSPACE =6",
      "WORDS   = not a value / why",
      "COMMENT = looks like a value",
      "CONTINUE  'of nothing'",
      "BYTES   = '\u00e9\u0007'",
    );
    expect(header.cards.map((card) => card.keyword)).toEqual([
      "GARBAGE",
      "OPEN",
      "LOWER",
      "NOSPACE",
      "WORDS",
      "COMMENT",
      "CONTINUE",
      "BYTES",
    ]);
    expect(header.cards[0]?.text.trimEnd()).toBe("GARBAGE without any sense");
    expect(header.getText("OPEN")).toBe("'never closed");
    expect(header.get("LOWER")).toBe(5);
    expect(header.get("NOSPACE")).toBe(6);
    expect(header.get("WORDS")).toBe("not a value");
    expect(header.cards[5]).toMatchObject({ value: null, comment: "= looks like a value" });
    expect(header.get("BYTES")).toBe("??");
  });

  it("lets the first of two equal keywords count", () => {
    expect(headerOf("GAIN    = 1", "GAIN    = 2").get("GAIN")).toBe(1);
  });
});
