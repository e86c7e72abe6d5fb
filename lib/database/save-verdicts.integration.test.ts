import { describe, expect, it } from "vitest";
import { type Verdict, verdictSchema } from "../verdicts/verdict";
import { pool } from "./client";
import { saveVerdicts } from "./save-verdicts";
import { withDatabase } from "./testing/with-database";

withDatabase();

const said = (clientKey: string) => ({
  ...{ clientKey, instrument: "LSSTCam", exposureId: "2025061300222", at: "2025-06-13T04:00:00.000Z", undoneAt: null },
});
const verdict = (clientKey: string, undoneAt: string | null = null): Verdict =>
  verdictSchema.parse({ ...said(clientKey), detector: 94, x: 10.5, y: 20.25, label: "ring", undoneAt });
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

  it("saves what is said of an image: of a detector with a comment, of the whole focal plane a comment alone", async () => {
    const image = (clientKey: string, given: object) =>
      verdictSchema.parse({ ...said(clientKey), subject: "image", label: null, ...given });
    await saveVerdicts([
      image("key-number-4", { detector: 94, stage: "residual_dark", label: "Crosstalk", comment: "of the star above" }),
      image("key-number-5", { stage: "mosaic8", comment: "moonlight" }),
      verdict("key-number-6"),
    ]);
    const { rows } = await pool().query(
      `SELECT subject, detector, stage, x, label, comment FROM verdict WHERE client_key = ANY ($1) ORDER BY client_key`,
      [["key-number-4", "key-number-5", "key-number-6"]],
    );
    expect(rows).toEqual([
      {
        ...{ subject: "image", detector: 94, stage: "residual_dark", x: null },
        ...{ label: "Crosstalk", comment: "of the star above" },
      },
      { subject: "image", detector: null, stage: "mosaic8", x: null, label: null, comment: "moonlight" },
      { subject: "dark-ring", detector: 94, stage: null, x: 10.5, label: "ring", comment: null },
    ]);
  });

  it("saves of a candidate its id, who said it, how long it took and whether blind", async () => {
    const given = { ...said("key-number-7"), subject: "candidate", instrument: "rapid", exposureId: "87210" };
    const manner = { person: "second reader", seconds: 1.5, isBlind: true };
    await saveVerdicts([
      verdictSchema.parse({ ...given, ...manner, candidateId: "jid87210:zogy:12", x: 3, y: 4, label: "dipole" }),
    ]);
    const { rows } = await pool().query(
      "SELECT candidate_id, detector, person, seconds, is_blind FROM verdict WHERE client_key = 'key-number-7'",
    );
    expect(rows).toEqual([
      { candidate_id: "jid87210:zogy:12", detector: null, person: "second reader", seconds: 1.5, is_blind: true },
    ]);
  });
});
