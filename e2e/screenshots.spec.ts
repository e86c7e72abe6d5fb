// Every page at two sizes in both colours, to be looked at: build/test-results/screenshots. Runs only when asked for
// (SCREENSHOTS=1): it proves nothing by itself.
import { expect, test } from "./seeded";

const PAGES: Record<string, string> = {
  overview: "/",
  exposures: "/exposures?instrument=LSSTCam&row=LSSTCam:2025061300240",
  "exposures-empty": "/exposures?instrument=LSSTCam&type=bias",
  mounts: "/mounts",
  runs: "/runs?new=1",
  "run-failed": "/runs/104",
  "run-provenance": "/runs/101?tab=provenance",
  "run-running": "/runs/105?tab=exposures",
  compare: "/runs/compare?a=101&b=102&exposure=LSSTCam:2025061300222",
  settings: "/settings",
  exposure: "/exposures/LSSTCam/2025061300222",
  "exposure-dark-rings": "/exposures/LSSTCam/2025061300222?tab=dark-rings",
  detector: "/exposures/LSSTCam/2025061300222/R22_S11",
  "exposure-images": "/exposures/LSSTCam/2025061300222?tab=images",
  flip: "/exposures/flip?instrument=LSSTCam",
  "flip-focal-plane": "/exposures/flip?instrument=LSSTCam&detector=*",
  "flip-detectors": "/exposures/flip?instrument=LSSTCam&exposure=2025061300222",
  triage: "/dark-rings",
  "not-found": "/nowhere",
};

const SIZES = [
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];

for (const [name, address] of Object.entries(PAGES)) {
  test(`screenshots of ${name}`, async ({ page, expectedErrors }) => {
    test.skip(!process.env.SCREENSHOTS, "SCREENSHOTS=1 takes them");
    expectedErrors.push(/./);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await page.goto(address);
        await expect(page.getByRole("main")).toBeVisible();
        await page.waitForTimeout(800);
        await page.screenshot({ path: `build/test-results/screenshots/${name}-${size.width}-${colorScheme}.png` });
      }
    }
  });
}
