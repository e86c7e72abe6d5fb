import { expect, it } from "vitest";
import { compareStages, stageWords } from "./stages";

it("orders stages as they are processed, unknown ones last", () => {
  const stages = ["warped", "mosaic8", "difference", "post_isr", "coadd", "raw", "residual_dark"];
  expect(stages.sort(compareStages)).toEqual([
    ...["raw", "residual_dark", "post_isr", "difference", "mosaic8", "coadd", "warped"],
  ]);
});

it("says stages in words", () => {
  expect(["residual_dark", "mosaic64", "raw"].map(stageWords)).toEqual(["residual dark", "mosaic ×64", "raw"]);
});
