import { expect, test } from "vitest";
import { ScanLog } from "./scan-log";

const counts = { new: 1, unchanged: 0, changed: 0, vanished: 0, unreadable: 300, unsupported: 0 };

test("names files that cannot be used, then counts them, then sums up", () => {
  const lines: string[] = [];
  const log = new ScanLog(7, (line) => lines.push(line));
  for (let i = 0; i < 300; i++) log.trouble(`${i}.fits: no permission to read`);
  log.end({ filesSeen: 301, counts });
  expect(lines).toHaveLength(202);
  expect(lines[0]).toBe("scan of mount 7: 0.fits: no permission to read");
  expect(lines.slice(-2)).toEqual([
    "scan of mount 7: 100 more files that cannot be used: see the Mounts page",
    "scan of mount 7: 301 files: 1 new, 300 unreadable",
  ]);
});
