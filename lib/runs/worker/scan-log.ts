// What a scan says in the log: each file that cannot be used, up to a limit, and the sum.

import { describeSummary, type ScanSummary } from "../scan/scan-mount";

/** All of them are on the Mounts page. */
const MOST_LINES = 200;

/** The log of one scan. */
export class ScanLog {
  private troubles = 0;

  constructor(
    private readonly mountId: number,
    private readonly say: (line: string) => void,
  ) {}

  /** @param line path and reason of a file that cannot be used */
  trouble(line: string): void {
    this.troubles++;
    if (this.troubles <= MOST_LINES) this.say(`scan of mount ${this.mountId}: ${line}`);
  }

  /** @param summary of the scan that ended */
  end(summary: ScanSummary): void {
    const hidden = this.troubles - MOST_LINES;
    if (hidden > 0)
      this.say(`scan of mount ${this.mountId}: ${hidden} more files that cannot be used: see the Mounts page`);
    this.say(`scan of mount ${this.mountId}: ${describeSummary(summary)}`);
  }
}
