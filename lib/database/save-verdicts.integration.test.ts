import { describe, expect, it } from "vitest";
import { pool } from "./client";
import { saveVerdicts } from "./save-verdicts";
import { withDatabase } from "./testing/with-database";

withDatabase();

const verdict = (clientKey: string, undoneAt: string | null = null) => ({
  clientKey,
  instrument: "LSSTCam",
  exposureId: "2025061300222",
  detector: 94,
  x: 10.5,
  y: 20.25,
  label: "ring",
  at: "2025-06-13T04:00:00.000Z",
  undoneAt,
});
const UNDONE_AT = "2025-06-13T04:00:09.000Z";

async function stored(clientKey: string): Promise<unknown[]> {
  const { rows } = await pool().query(
    `SELECT label, to_char(at, 'HH24:MI:SS') AS at, to_char(undone_at, 'HH24:MI:SS') AS undone FROM verdict WHERE client_key = $1`,
    [clientKey],
  );
  return rows;
}

describe("saving verdicts", () => {
  it("saves one verdict however often it is sent, in UT", async () => {
    expect(await saveVerdicts([verdict("key-number-1"), verdict("key-number-1")])).toEqual(["key-number-1"]);
    await saveVerdicts([verdict("key-number-1")]);
    expect(await stored("key-number-1")).toEqual([{ label: "ring", at: "04:00:00", undone: null }]);
  });

  it("keeps an undo, even when the verdict is sent once more after it", async () => {
    await saveVerdicts([verdict("key-number-2")]);
    await saveVerdicts([verdict("key-number-2", UNDONE_AT)]);
    await saveVerdicts([verdict("key-number-2")]);
    expect(await stored("key-number-2")).toEqual([{ label: "ring", at: "04:00:00", undone: "04:00:09" }]);
  });

  it("saves a verdict that was taken back before it arrived", async () => {
    await saveVerdicts([verdict("key-number-3"), verdict("key-number-3", UNDONE_AT)]);
    expect(await stored("key-number-3")).toEqual([{ label: "ring", at: "04:00:00", undone: "04:00:09" }]);
  });
});
