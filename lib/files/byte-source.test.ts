import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FileUnreadableError, InvalidParameterError, MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { memoryByteSource, openFile, openMountedFile } from "./byte-source";
import { InflateFault } from "./growing-bytes";
import { inflateGzip, inflateInBrowser } from "./gunzip";

const content = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
let root: string;
let outside: string;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "source-"));
  root = join(folder, "mount");
  outside = join(folder, "secret");
  mkdirSync(join(root, "sub"), { recursive: true });
  writeFileSync(join(root, "sub/plain"), content);
  writeFileSync(join(root, "packed.gz"), gzipSync(content));
  writeFileSync(outside, "secret");
  symlinkSync(outside, join(root, "leak"));
  symlinkSync("sub/plain", join(root, "link"));
  symlinkSync(folder, join(root, "up"));
});
afterAll(() => rmSync(join(root, ".."), { recursive: true, force: true }));

describe.each([{}, { isBlocking: true }])("openFile %j", (options) => {
  it("reads ranges and into given memory", async () => {
    const source = await openFile(join(root, "sub/plain"), options);
    expect(source).toMatchObject({ name: "plain", byteLength: 1000 });
    expect(await source.read(10, 20)).toEqual(content.slice(10, 20));
    expect(await source.read(1000, 1000)).toHaveLength(0);
    const target = new Uint8Array(30);
    await source.readInto(5, target.subarray(10, 20));
    expect(target.slice(10, 20)).toEqual(content.slice(5, 15));
    expect(target[9]).toBe(0);
    await expect(source.read(990, 1001)).rejects.toThrow(
      "bytes 990 to 1001 asked for, expected a range within its 1000 bytes",
    );
    await source.close();
  });

  it("says why a file cannot be had", async () => {
    await expect(openFile(join(root, "gone"), options)).rejects.toThrow(
      "gone: is not there (any more), expected a readable file",
    );
    await expect(openFile(join(root, "sub"), options)).rejects.toThrow("is a folder");
    await expect(openFile("/dev/null", options)).rejects.toThrow("is a device, socket or pipe");
    await expect(openFile(join(root, "gone"), options)).rejects.toBeInstanceOf(FileUnreadableError);
  });

  it("does not wait for a pipe that nobody writes to", async () => {
    execFileSync("mkfifo", [join(root, "pipe")]);
    await expect(openFile(join(root, "pipe"), options)).rejects.toThrow("is a device, socket or pipe");
    rmSync(join(root, "pipe"));
  });

  it("tells when the file became shorter meanwhile", async () => {
    writeFileSync(join(root, "shrinking"), content);
    const source = await openFile(join(root, "shrinking"), options);
    truncateSync(join(root, "shrinking"), 100);
    await expect(source.read(0, 1000)).rejects.toThrow("became shorter while it was read (byte 100 is gone)");
    await source.close();
  });

  it("reads more than a mebibyte", async () => {
    const large = Buffer.alloc((1 << 20) + 7, "annulus");
    writeFileSync(join(root, "large"), large);
    const source = await openFile(join(root, "large"), options);
    rmSync(join(root, "large"));
    expect(Buffer.from(await source.read(0, large.length)).equals(large)).toBe(true);
    expect(await source.read(large.length - 3, large.length)).toEqual(new Uint8Array(large.subarray(-3)));
    await source.close();
  });
});

describe("openMountedFile", () => {
  it("opens by the path under the root, links inside it too", async () => {
    for (const path of ["sub/plain", "link", "sub/../sub/plain"]) {
      const source = await openMountedFile(root, path);
      expect(source.name).toBe(path);
      expect(await source.read(0, 3)).toEqual(content.slice(0, 3));
      await source.close();
    }
  });

  it("undoes gzip", async () => {
    const source = await openMountedFile(root, "packed.gz");
    expect(source).toMatchObject({ name: "packed.gz", byteLength: 1000 });
    expect(await source.read(900, 1000)).toEqual(content.slice(900));
    await source.close();
  });

  it.each(["../secret", "leak", "up/secret", "/etc/hostname", "sub/../../secret", "sub\0plain"])(
    "refuses %j",
    async (path) => {
      await expect(openMountedFile(root, path)).rejects.toBeInstanceOf(InvalidParameterError);
    },
  );

  it("tells a vanished file from a forbidden path", async () => {
    await expect(openMountedFile(root, "sub/deleted.fits")).rejects.toThrow(
      "sub/deleted.fits: is not there (any more)",
    );
  });
});

describe("inflateGzip", () => {
  it("leaves what is no gzip as it is", async () => {
    const source = memoryByteSource(content, "x");
    expect(await inflateGzip(source)).toBe(source);
  });

  it("is bounded, whatever the file claims", async () => {
    const bomb = memoryByteSource(gzipSync(new Uint8Array(5_000_000)), "bomb.gz");
    await expect(inflateGzip(bomb, 1_000_000)).rejects.toBeInstanceOf(UnsupportedFormatError);
    await expect(inflateGzip(bomb, 1_000_000)).rejects.toThrow("expected at most 1000000 bytes inflated");
  });

  it("claims no memory for a trailer that lies", async () => {
    const packed = gzipSync(content);
    new DataView(packed.buffer, packed.byteOffset).setUint32(packed.length - 4, 4_000_000_000, true);
    await expect(inflateGzip(memoryByteSource(packed, "bomb.gz"))).rejects.toThrow("broken gzip stream");
  });

  it("joins members, whatever the last one's size", async () => {
    const first = new Uint8Array(3_000_000).fill(7);
    const source = await inflateGzip(memoryByteSource(Buffer.concat([gzipSync(first), gzipSync(content)]), "two.gz"));
    expect(source.byteLength).toBe(3_001_000);
    expect(await source.read(2_999_999, 3_001_000)).toEqual(Uint8Array.from([7, ...content]));
    const bomb = memoryByteSource(Buffer.concat([gzipSync(first), gzipSync(content)]), "two.gz");
    await expect(inflateGzip(bomb, 2_000_000)).rejects.toBeInstanceOf(UnsupportedFormatError);
  });

  it("refuses a stream that ends early or has another checksum", async () => {
    const packed = gzipSync(content);
    const cut = memoryByteSource(packed.subarray(0, packed.length - 20), "b.gz");
    await expect(inflateGzip(cut)).rejects.toThrow("gzip stream that ends too early");
    const wrong = Uint8Array.from(packed);
    wrong[wrong.length - 8]! ^= 1;
    await expect(inflateGzip(memoryByteSource(wrong, "b.gz"))).rejects.toThrow("broken gzip stream");
  });

  it("refuses a broken stream", async () => {
    const broken = Uint8Array.of(0x1f, 0x8b, ...content.subarray(0, 100));
    await expect(inflateGzip(memoryByteSource(broken, "b.gz"))).rejects.toBeInstanceOf(MalformedFileError);
  });
});

describe("inflateInBrowser", () => {
  const inflate = (bytes: Uint8Array, most = 5_000_000) =>
    inflateInBrowser(memoryByteSource(bytes, "x.gz"), 10, most).catch((error: unknown) => {
      if (error instanceof InflateFault) return error.reason;
      throw error;
    });
  const large = new Uint8Array(3_000_000).fill(7);

  it("inflates one member and several", async () => {
    expect(await inflate(gzipSync(content))).toEqual(content);
    const both = await inflate(Buffer.concat([gzipSync(large), gzipSync(content)]));
    expect(both).toHaveLength(3_001_000);
    expect(both.slice(2_999_999)).toEqual(Uint8Array.from([7, ...content]));
  });

  it("is bounded and says what is wrong", async () => {
    expect(await inflate(gzipSync(large), 1_000_000)).toBe("too large");
    expect(await inflate(Buffer.concat([gzipSync(large), gzipSync(large)]), 4_000_000)).toBe("too large");
    const packed = gzipSync(content);
    expect(await inflate(packed.subarray(0, packed.length - 20))).toBe("ends too early");
    const wrong = Uint8Array.from(packed);
    wrong[wrong.length - 8]! ^= 1;
    expect(await inflate(wrong)).toBe("broken");
  });
});
