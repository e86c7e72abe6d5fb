import { expect, it } from "vitest";
import { compareStages, isSignedStage, stageWords } from "./stages";

it("orders stages as they are processed, unknown ones last", () => {
  const stages = ["warped", "mosaic8", "difference", "post_isr", "coadd", "raw", "residual_dark"];
  expect(stages.sort(compareStages)).toEqual([
    ...["raw", "post_isr", "residual_dark", "difference", "mosaic8", "coadd", "warped"],
  ]);
});

it("centres on zero what has no level of its own", () => {
  const stages = ["residual_bias", "residual_dark", "difference", "residual_flat", "post_isr", "combined_bias"];
  expect(stages.filter(isSignedStage)).toEqual(["residual_bias", "residual_dark", "difference"]);
});

it("says stages in words", () => {
  expect(["residual_dark", "mosaic64", "raw"].map(stageWords)).toEqual(["residual dark", "mosaic ×64", "raw"]);
});
