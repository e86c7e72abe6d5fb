import { describe, expect, it } from "vitest";
import type { Recurrence } from "@/lib/queries/difference-rows";
import { PLOT_COLORS } from "../charts/colors";
import { lightCurveChart, profilesChart } from "./candidate-charts";
import type { ShownChannel } from "./stamps-grid";

const COLORS = PLOT_COLORS.light;
const point = (mjd: number | null, flux: number | null, more: Partial<Recurrence> = {}): Recurrence => ({
  ...{ rowId: "1", candidateId: `jid1:zogy:${mjd}`, jobId: 1, jid: "jid1", detectedBy: "both", label: 1 },
  ...{ separationPx: null, separationArcsec: 0.01, filter: "H158", mag: null, snr: 9, fluxErr: 0.5, isSelf: false },
  ...{ mjd, flux, ...more },
});

/** One bright pixel at (x, y) of 9 x 9. */
function channel(index: number, label: string, at: { x: number; y: number } | null): ShownChannel {
  const pixels = new Float32Array(81);
  if (at) pixels[at.y * 9 + at.x] = 10;
  const image = at ? { width: 9, height: 9, pixels } : null;
  return { index, label, state: at ? "present" : "absent", reason: null, limits: null, stamp: at ? 0 : null, image };
}

describe("radial profiles", () => {
  it("begin at the candidate, not at the middle of the stamp, and say which channel has none", () => {
    const channels = [channel(1, "science image", { x: 2, y: 6 }), channel(5, "SFFT difference", null)];
    const { traces, dropped } = profilesChart(channels, { x: 2, y: 6 }, COLORS);
    expect(traces).toMatchObject([{ name: "science image", y: [10, 0, 0, 0, 0, 0, 0, 0, 0] }]);
    expect(dropped).toBe("no profile of SFFT difference: no stamp");
  });
});

describe("a light curve", () => {
  it("has a trace a filter, marks the candidate itself, and counts what it cannot draw", () => {
    const points = [point(10, 3, { isSelf: true }), point(11, 4), point(12, 5, { filter: "F184" }), point(null, 6)];
    const { traces, dropped } = lightCurveChart(points, COLORS);
    expect(traces).toMatchObject([
      { name: "F184", x: [12], y: [5] },
      { name: "H158", x: [10, 11], y: [3, 4], marker: { symbol: ["diamond", "circle"] } },
    ]);
    expect(dropped).toBe("1 without time or flux, not drawn");
  });

  it("shows magnitudes upside down where there is no flux", () => {
    const { layout } = lightCurveChart([point(10, null, { mag: 19 })], COLORS);
    expect(layout.yaxis).toMatchObject({ autorange: "reversed", title: { text: "magnitude of the difference" } });
  });
});
