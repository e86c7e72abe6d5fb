// Base64 (RFC 4648, 4) in pieces of any length, white space between.

import { malformed } from "./catalog";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const SPACE = 64;
const PADDING = 65;
const WRONG = 66;
const CODES = new Uint8Array(128).fill(WRONG);
for (const [value, character] of [...ALPHABET].entries()) CODES[character.charCodeAt(0)] = value;
for (const space of " \t\r\n") CODES[space.charCodeAt(0)] = SPACE;
CODES["=".charCodeAt(0)] = PADDING;

export class Base64Decoder {
  private group = 0;
  private digits = 0;
  private paddings = 0;

  constructor(private readonly place: string) {}

  /** @returns the bytes that are complete with this piece. @throws MalformedFileError for another character */
  push(piece: string): Uint8Array {
    const bytes = new Uint8Array(Math.ceil((piece.length * 3) / 4) + 3);
    let length = 0;
    for (let i = 0; i < piece.length; i++) {
      const character = piece.charCodeAt(i);
      const code = character < 128 ? CODES[character]! : WRONG;
      if (code === SPACE) continue;
      if (code === PADDING) {
        this.paddings++;
        continue;
      }
      if (code === WRONG || this.paddings > 0) throw malformed(this.place, JSON.stringify(piece[i]), "base64");
      this.group = (this.group << 6) | code;
      if (++this.digits < 4) continue;
      bytes[length++] = this.group >>> 16;
      bytes[length++] = this.group >>> 8;
      bytes[length++] = this.group;
      this.group = 0;
      this.digits = 0;
    }
    return bytes.subarray(0, length);
  }

  /** @returns the last one or two bytes. @throws MalformedFileError when the stream ends within a group */
  end(): Uint8Array {
    const { digits, paddings, group } = this;
    if (digits === 0 && paddings === 0) return new Uint8Array(0);
    if (digits === 2 && paddings === 2) return Uint8Array.of(group >>> 4);
    if (digits === 3 && paddings === 1) return Uint8Array.of(group >>> 10, group >>> 2);
    throw malformed(this.place, `base64 that ends with ${digits} digits and ${paddings} paddings`, "groups of four");
  }
}
