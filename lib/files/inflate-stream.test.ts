import { constants, deflateRawSync, deflateSync, gzipSync, unzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InflateFault } from "./growing-bytes";
import { inflateStream } from "./inflate-stream";

const BOUND = 1_000_000;

/** What zlib says, in our words: the slow twin is the original. */
function byZlib(bytes: Uint8Array, most = BOUND): Uint8Array | string {
  try {
    return new Uint8Array(unzipSync(bytes, { maxOutputLength: most }));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    if (code === "Z_BUF_ERROR") return "ends too early";
    return code === "ERR_BUFFER_TOO_LARGE" ? "too large" : "broken";
  }
}

function byOurs(bytes: Uint8Array, most = BOUND): Uint8Array | string {
  try {
    return inflateStream(bytes, most);
  } catch (error) {
    if (error instanceof InflateFault) return error.reason;
    throw error;
  }
}

/** The minimal standard generator, for noise that is the same every time. */
let seed = 7;
function random(): number {
  seed = (16807 * seed) % (2 ** 31 - 1);
  return seed / (2 ** 31 - 1);
}

const noise = Uint8Array.from({ length: 40_000 }, () => 256 * random());
const slope = Uint8Array.from({ length: 70_000 }, (_, i) => (i >> 4) + 8 * random());
const contents = { empty: new Uint8Array(0), noise, slope, zeros: new Uint8Array(200_000) };

describe("inflateStream", () => {
  it.each(Object.entries(contents))("gives back %s from every way of packing", (_, content) => {
    for (const level of [0, 1, 6, 9]) {
      for (const strategy of [
        constants.Z_DEFAULT_STRATEGY,
        constants.Z_FIXED,
        constants.Z_HUFFMAN_ONLY,
        constants.Z_RLE,
      ]) {
        expect(byOurs(gzipSync(content, { level, strategy }))).toEqual(content);
        expect(byOurs(deflateSync(content, { level, strategy }))).toEqual(content);
      }
    }
  });

  it("inflates one byte of deflate by hand", () => {
    expect([...deflateRawSync(Uint8Array.of(97))]).toEqual([0x4b, 0x04, 0x00]);
    const header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    const trailer = [0x43, 0xbe, 0xb7, 0xe8, 1, 0, 0, 0];
    expect(byOurs(Uint8Array.of(...header, 0x4b, 0x04, 0x00, ...trailer))).toEqual(Uint8Array.of(97));
  });

  it("joins members, skips padding and reads optional header fields", () => {
    const members = Buffer.concat([gzipSync(slope), gzipSync("x"), Buffer.alloc(100)]);
    expect(byOurs(members)).toEqual(Uint8Array.from([...slope, 120]));
    const packed = gzipSync("x");
    const extra = Buffer.from([2, 0, 7, 7]);
    const named = Buffer.concat([packed.subarray(0, 10), extra, Buffer.from("name\0note\0"), packed.subarray(10)]);
    named[3] = 4 | 8 | 16;
    expect(byOurs(named)).toEqual(Uint8Array.of(120));
    named[3] = 0x80;
    expect(byOurs(named)).toBe("broken");
  });

  it("keeps to the bound, exactly", () => {
    for (const pack of [gzipSync, deflateSync]) {
      expect(byOurs(pack(slope), slope.length)).toEqual(slope);
      expect(byOurs(pack(slope), slope.length - 1)).toBe("too large");
      expect(byOurs(pack(contents.zeros), 10)).toBe("too large");
    }
  });

  it("says the same as zlib of streams that are cut, changed or followed by something", () => {
    const content = slope.subarray(0, 3000);
    for (const packed of [gzipSync(content), deflateSync(content), gzipSync(noise.subarray(0, 500), { level: 0 })]) {
      for (let length = 0; length < packed.length; length += 7) {
        expect(byOurs(packed.subarray(0, length)), `cut at ${length}`).toEqual(byZlib(packed.subarray(0, length)));
      }
      for (let i = 0; i < 600; i++) {
        const changed = Uint8Array.from(packed);
        const at = Math.floor(random() * packed.length);
        changed[at]! ^= 1 << Math.floor(8 * random());
        const [ours, theirs] = [byOurs(changed), byZlib(changed)];
        // a changed stream may be both: zlib tells the first fault it meets, and so do we, but it looks ahead
        if (typeof theirs === "string") expect(typeof ours, `byte ${at} of ${packed.length}`).toBe("string");
        else expect(ours).toEqual(theirs);
      }
      for (const tail of ["PK1", "\x1f", "\x1f\x8b\xff\xff", "\0\0x"]) {
        const followed = Buffer.concat([packed, Buffer.from(tail, "latin1")]);
        expect(byOurs(followed), JSON.stringify(tail)).toEqual(byZlib(followed));
      }
    }
  });
});
