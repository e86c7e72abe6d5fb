import { describe, expect, it } from "vitest";
import { FileUnreadableError } from "@/lib/errors";
import { blobByteSource } from "./blob-source";

const content = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

describe("blobByteSource", () => {
  it("reads the ranges asked for and no more", async () => {
    const blob = new Blob([content]);
    const read: number[] = [];
    const counting = Object.assign(blob, {
      slice(start = 0, end = blob.size) {
        read.push(end - start);
        return Blob.prototype.slice.call(blob, start, end);
      },
    });
    const source = blobByteSource(counting, "x.fits");
    expect(source).toMatchObject({ name: "x.fits", byteLength: 1000 });
    expect(await source.read(10, 20)).toEqual(content.slice(10, 20));
    const target = new Uint8Array(30);
    await source.readInto(990, target.subarray(20));
    expect(target.slice(20)).toEqual(content.slice(990));
    expect(read).toEqual([10, 10]);
  });

  it("refuses ranges outside and tells when the file is gone", async () => {
    const blob = new Blob([content]);
    await expect(blobByteSource(blob, "x.fits").read(990, 1001)).rejects.toThrow("a range within its 1000 bytes");
    const gone = Object.assign(blob, {
      slice: () =>
        Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new DOMException("no", "NotFoundError")) }),
    });
    const reading = blobByteSource(gone, "x.fits").read(0, 10);
    await expect(reading).rejects.toBeInstanceOf(FileUnreadableError);
    await expect(reading).rejects.toThrow("x.fits: bytes 0 to 10 cannot be had");
  });
});
