import { describe, expect, it } from "vitest";
import { parseInteger, parseNumber } from "./parse-number";

const target = new Float64Array(1);
const encoder = new TextEncoder();

function parse(text: string): { value: number; end: number } {
  target[0] = Number.NaN;
  const bytes = encoder.encode(text);
  return { end: parseNumber(bytes, 0, bytes.length, target, 0), value: target[0] };
}

/** Park and Miller's generator, so that the strings are the same everywhere. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

describe("parseNumber", () => {
  it("tells integers from other numbers and where they end", () => {
    expect(parse("42,")).toEqual({ value: 42, end: 2 });
    expect(parse("-7")).toEqual({ value: -7, end: 2 });
    expect(parse("1.5 ")).toEqual({ value: 1.5, end: -3 });
    expect(parse("+.5e1\n")).toEqual({ value: 5, end: -5 });
    expect(parse("1.")).toEqual({ value: 1, end: -2 });
    expect(parse("-0")).toEqual({ value: -0, end: 2 });
    expect(parse("12abc")).toEqual({ value: 12, end: 2 });
  });

  it.each(["", "-", ".", "e5", "1e", "1e+", "nan", "inf", "+-1", "abc", " 1"])("finds no number in %j", (text) => {
    expect(parse(text)).toEqual({ value: Number.NaN, end: 0 });
  });

  it("reads no byte from its end on", () => {
    const bytes = encoder.encode("123456");
    expect(parseNumber(bytes, 1, 4, target, 0)).toBe(4);
    expect(target[0]).toBe(234);
    expect(parseNumber(bytes, 6, 6, target, 0)).toBe(0);
  });

  it.each([
    // 2^53 + 1 and its half-way neighbours, where a wrong rounding shows
    "9007199254740993",
    "9007199254740993.0000000000000000000000001",
    "9007199254740992.5",
    "0.1",
    "0.30000000000000004",
    "179.99999999999997",
    "1.7976931348623157e308",
    "1.7976931348623159e308",
    "4.9406564584124654e-324",
    "2.4703282292062327e-324",
    "2.2250738585072011e-308",
    "1e23",
    "8.5e-23",
    "1.2345678e-17",
    "123456789012345678901234567890",
    "0.000000000000000000000000000000000000000000000123456789012345678",
    "1e400",
    "1e-400",
    "1e99999999999999999999",
    "1e-99999999999999999999",
  ])("rounds %s as Number does", (text) => {
    expect(parse(text).value).toBe(Number(text));
    expect(parse(`-${text}`).value).toBe(-Number(text));
  });

  it("equals Number on a million seeded strings", () => {
    const random = makeRandom(20261121);
    const digits = (count: number) => Array.from({ length: count }, () => random(10)).join("");
    const shapes = [
      () => `${random(2) ? "-" : ""}${digits(1 + random(19))}`,
      () => `${random(2) ? "-" : ""}${digits(1 + random(4))}.${digits(random(18))}`,
      () => `${digits(1)}.${digits(1 + random(17))}e${random(80) - 40}`,
      () => `${digits(1)}.${digits(15 + random(8))}E${random(2) ? "+" : "-"}${random(330)}`,
      () => String((random(2147483647) / 2147483647) * 10 ** (random(60) - 30)),
      () => String(Math.fround(random(2147483647) / 1048576)),
      // ties: odd multiples of half a unit in the last place near 2^53
      () => `${9007199254740992 + 2 * random(1000)}.${random(2) ? "99999999999" : "0"}`,
      () => `${BigInt(9007199254740992) * 2n + BigInt(random(4000))}`,
    ];
    let wrong = "";
    for (let i = 0; i < 1_000_000; i++) {
      const text = shapes[i % shapes.length]!();
      const { value, end } = parse(text);
      if (!Object.is(value, Number(text)) || Math.abs(end) !== text.length) wrong += `${text} `;
    }
    expect(wrong).toBe("");
  });
});

describe("parseInteger", () => {
  const integer = (text: string) => parseInteger(encoder.encode(text), 0, text.length);

  it("is exact at any size", () => {
    expect(integer("0")).toBe(0n);
    expect(integer("-999999999999999")).toBe(-999999999999999n);
    expect(integer("+9007199254740993")).toBe(9007199254740993n);
    expect(integer("-9223372036854775808")).toBe(-(2n ** 63n));
    expect(integer("123456789012345678901234567890")).toBe(123456789012345678901234567890n);
  });

  it.each(["", "-", "1.0", "1e5", "12a", " 1"])("refuses %j", (text) => {
    expect(integer(text)).toBeNull();
  });
});
