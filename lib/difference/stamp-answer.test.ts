import { describe, expect, it } from "vitest";
import { decodeStampAnswer, type StampAnswer, stampAnswerHead, stampAnswerTail } from "./stamp-answer";

const channel = {
  index: 1,
  label: "science image",
  state: "present" as const,
  reason: null,
  limits: { low: -1, high: 2 },
};
const answer: StampAnswer = {
  size: 2,
  candidates: [
    { rowId: "7", candidateId: "jid1:zogy:7", x0: 3, y0: -1, channels: [{ ...channel, stamp: 1 }] },
    { rowId: "8", candidateId: "jid1:zogy:8", x0: null, y0: null, channels: [{ ...channel, stamp: null }] },
  ],
  stamps: [Float32Array.of(1, 2, Number.NaN, 4), Float32Array.of(5, 6, 7, 8)],
};

function bytesOf({ stamps, ...rest }: StampAnswer): Uint8Array<ArrayBuffer> {
  const pixels = stamps.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  return new Uint8Array(Buffer.concat([stampAnswerHead(), ...pixels, stampAnswerTail(rest)]));
}

describe("decodeStampAnswer", () => {
  it("gives what was sent, from any place in memory", () => {
    const bytes = bytesOf(answer);
    expect(decodeStampAnswer(bytes)).toEqual(answer);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(decodeStampAnswer(shifted.subarray(1))).toEqual(answer);
    expect(decodeStampAnswer(bytesOf({ size: 64, candidates: [], stamps: [] })).candidates).toEqual([]);
  });

  it("refuses every answer that was cut off, and other bytes", () => {
    const bytes = bytesOf(answer);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeStampAnswer(bytes.slice(0, length))).toThrow("expected a whole answer of this version");
    }
    expect(() => decodeStampAnswer(new TextEncoder().encode("ANCAND01 and more"))).toThrow("of another kind");
    const lacking = bytesOf({ ...answer, stamps: answer.stamps.slice(0, 1) });
    expect(() => decodeStampAnswer(lacking)).toThrow("ends too early");
  });
});
