import { describe, expect, test } from "vitest";
import { InvalidParameterError, NotFoundError } from "@/lib/errors";
import { getPipeline, listPipelines, parseSetting, resolvePipeline } from "./pipelines";

function resolve(name: string, ...settings: string[]) {
  return resolvePipeline(getPipeline(name), settings.map(parseSetting));
}

describe("getPipeline", () => {
  test("knows the project's names and the published ones, with or without folder and ending", () => {
    expect(listPipelines().map(({ name }) => name)).toEqual([
      "combine-bias",
      "combine-dark",
      "combine-flat",
      "consolidate-dark-rings",
      "dark-rings",
      "find-dark-rings",
      "visualize-exposure",
    ]);
    const names = {
      find_dark_sources_pipeline: "find-dark-rings",
      "find_dark_sources_pipeline.yaml": "find-dark-rings",
      "pipelines/consolidate_dark_sources_pipeline.yaml": "consolidate-dark-rings",
      "$TRANSIENT_FINDER_DIR/pipelines/plot_roundest_dark_sources_pipeline.yaml": "consolidate-dark-rings",
      dark_cosmic_roundness_pipeline: "dark-rings",
      "dark-rings": "dark-rings",
    };
    for (const [alias, name] of Object.entries(names)) expect(getPipeline(alias).name).toBe(name);
  });

  test("lists the names when there is no such pipeline", () => {
    expect(() => getPipeline("../../etc/passwd")).toThrow(NotFoundError);
    expect(() => getPipeline("bias")).toThrow(
      "pipeline bias: no such pipeline, expected one of combine-bias, combine-dark, combine-flat, consolidate-dark-rings, dark-rings, find-dark-rings, visualize-exposure",
    );
  });
});

describe("parseSetting", () => {
  test("reads values as YAML", () => {
    expect(parseSetting("find-dark-rings.nSigma=4.5")).toEqual({ task: "find-dark-rings", name: "nSigma", value: 4.5 });
    expect(parseSetting("productTypes=[raw, image]").value).toEqual(["raw", "image"]);
    expect(parseSetting("find-dark-rings:removeSignature=true").value).toBe(true);
    expect(parseSetting("faintNSigma=null").value).toBeNull();
    expect(parseSetting("mode=reference")).toEqual({ task: "*", name: "mode", value: "reference" });
  });

  test("refuses what is no setting", () => {
    for (const text of ["nSigma", "=4", "", "a.b.c=1"]) expect(() => parseSetting(text)).toThrow(InvalidParameterError);
    expect(() => parseSetting("nSigma")).toThrow("setting: nSigma, expected task.name=value");
    expect(() => parseSetting("nSigma=[4")).toThrow(/^setting nSigma=\[4, line 1: \w+, expected YAML$/);
    expect(() => parseSetting("nSigma=*four")).toThrow(InvalidParameterError);
  });
});

describe("resolvePipeline", () => {
  test("gives every value of every task", () => {
    const { mode, tasks } = resolve("dark-rings");
    expect(mode).toBe("annulus");
    expect(tasks.map(({ name, stage, per }) => [name, stage, per])).toEqual([
      ["find-dark-rings", 0, "detector"],
      ["consolidate-dark-rings", 1, "exposure"],
    ]);
    expect(tasks[0]?.configuration).toMatchObject({ mode: "annulus", nSigma: 5, scales: 3, removeSignature: "auto" });
    expect(tasks[1]?.configuration).toMatchObject({ minGaussianLike: 0.7, mosaicMax: 100 });
  });

  test("takes the defaults of the mode, and a setting to every task that has it", () => {
    const { mode, tasks } = resolve("dark-rings", "mode=reference", "minGaussianLike=0.5");
    expect(mode).toBe("reference");
    expect(tasks[0]?.configuration).toMatchObject({
      negativeThreshold: -3,
      minFootprintArea: 30,
      minGaussianLike: 0.5,
    });
    expect(tasks[0]?.configuration).not.toHaveProperty("nSigma");
    expect(tasks[1]?.configuration).toMatchObject({ mode: "reference", minGaussianLike: 0.5 });
  });

  test("gives a setting with a task's name to that task alone", () => {
    const { tasks } = resolve("dark-rings", "consolidate-dark-rings.minGaussianLike=0.9");
    expect(tasks[0]?.configuration).toMatchObject({ minGaussianLike: 0.7 });
    expect(tasks[1]?.configuration).toMatchObject({ minGaussianLike: 0.9 });
  });

  test("resolves pipelines of images: their mode, one task a combination, calibrations by name", () => {
    const { mode, tasks } = resolve("combine-flat", "bias=12", "spread=mad");
    expect(mode).toBe("images");
    expect(tasks.map(({ name, per }) => [name, per])).toEqual([["combine-flat", "combination"]]);
    expect(tasks[0]?.configuration).toMatchObject({
      bias: 12,
      dark: "newest",
      spread: "mad",
      nSigma: 3,
      iterations: 3,
    });
    expect(() => resolve("combine-flat", "bias=best")).toThrow(/^setting combine-flat\.bias: "?best"?, expected/);
    expect(() => resolve("combine-bias", "bias=newest")).toThrow(/^setting: bias, expected one of combine-bias\./);
    expect(resolve("visualize-exposure").tasks.map(({ per }) => per)).toEqual(["detector", "exposure"]);
  });

  test("refuses unknown settings, settings of other tasks and values that cannot be", () => {
    expect(() => resolve("dark-rings", "nSigmas=4")).toThrow(/^setting: nSigmas, expected one of find-dark-rings\./);
    expect(() => resolve("find-dark-rings", "consolidate-dark-rings.mosaicMax=5")).toThrow(
      /^setting: consolidate-dark-rings\.mosaicMax, expected one of find-dark-rings\./,
    );
    expect(() => resolve("dark-rings", "nSigma=0.1")).toThrow(/dark-ring configuration: nSigma: 0\.1/);
    expect(() => resolve("dark-rings", "mosaicMax=many")).toThrow(
      /^setting consolidate-dark-rings\.mosaicMax: "many", expected /,
    );
    expect(() => resolve("dark-rings", "mode=reference", "nSigma=4")).toThrow(InvalidParameterError);
  });
});
