import { expect, it } from "vitest";
import { listCameras } from "../cameras";
import { focalPlaneOf } from "./focal-plane";

it("puts the corners of every detector where its camera has them, at any scale", () => {
  for (const { instrument, detectors } of listCameras()) {
    for (const { id, width, height, cornersMm } of detectors) {
      for (const size of [
        { width, height },
        { width: width / 2, height: height / 4 },
      ]) {
        const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = focalPlaneOf(instrument, id, size) ?? [];
        const corners = [
          [-0.5, -0.5],
          [size.width - 0.5, -0.5],
          [size.width - 0.5, size.height - 0.5],
          [-0.5, size.height - 0.5],
        ];
        for (const [i, [x = 0, y = 0]] of corners.entries()) {
          const off = Math.hypot(a * x + b * y + c - cornersMm[i]![0], d * x + e * y + f - cornersMm[i]![1]);
          // rounding; Roman's corners are bent by 0.34 mm together
          expect(off).toBeLessThan(instrument === "RomanWFI" ? 0.15 : 1e-9);
        }
      }
    }
  }
});

it("knows nothing of other instruments and detectors", () => {
  expect(focalPlaneOf("Kast", 0, { width: 9, height: 9 })).toBeNull();
  expect(focalPlaneOf("LSSTCam", 999, { width: 9, height: 9 })).toBeNull();
});
