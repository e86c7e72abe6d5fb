// For tests of headers that lie.

/**
 * The file with one card replaced: the first of that keyword at or behind byte `from`.
 * @param card at most 80 columns
 */
export function patchCard(bytes: Uint8Array, keyword: string, card: string, from = 0): Uint8Array {
  const patched = bytes.slice();
  for (let offset = from; offset < bytes.length; offset += 80) {
    if (String.fromCharCode(...bytes.subarray(offset, offset + 8)).trimEnd() !== keyword) continue;
    patched.set(
      Uint8Array.from(card.padEnd(80), (letter) => letter.charCodeAt(0)),
      offset,
    );
    return patched;
  }
  throw new Error(`no card ${keyword}`);
}
