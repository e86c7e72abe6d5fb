// What stands beneath the curves: how much is in them, and what is left out and why.

import type { CompareAnswer, FeatureStudy } from "@/lib/queries/difference-compare-measure";
import { formatCount, formatNumber } from "../ui/format";
import { FOUND_APART } from "./compare-bins";
import { SET_STYLES } from "./compare-completeness";
import type { ThresholdPlot } from "./compare-thresholds";

/** "12 off the image, 3 …" of those that are not 0; "none" when all are. */
function listOf(counts: readonly (readonly [number, string])[]): string {
  const words = counts.filter(([count]) => count > 0).map(([count, why]) => `${formatCount(count)} ${why}`);
  return words.length > 0 ? words.join(", ") : "none";
}

export function completenessNote({ completeness, leftOut }: CompareAnswer): string {
  const { outside, withoutMagnitude } = completeness.zogy;
  const dropped = listOf([
    [leftOut.noCoverage, "without pixels"],
    [leftOut.outsideImage, "off the image"],
    [leftOut.edge, "within 5 px of the border"],
    [withoutMagnitude, "without a magnitude"],
    [outside, "outside the limits"],
    [completeness.zogy.notMeasured, "where ZOGY is not measured"],
    [completeness.sfft.notMeasured, "where SFFT is not measured"],
  ]);
  return `bars: 95 % Wilson intervals; left out: ${dropped}; a click opens the candidates in which those of the bin were found (${FOUND_APART})`;
}

export function featureNote(plot: ThresholdPlot, { features }: CompareAnswer): string {
  const parts = ([features.zogy, features.sfft] as const).map((study, i) => {
    const { label } = SET_STYLES[i === 0 ? "zogy" : "sfft"];
    return `${label}: ${numbersOf(plot, study)}`;
  });
  return `${parts.join("; ")}; a click lists the candidates that pass there`;
}

function numbersOf(plot: ThresholdPlot, study: FeatureStudy): string {
  const { real, bogus, unknown, withoutValue, rocArea, averagePrecision } = study;
  const measured = (value: number | null) => (value === null ? "not measured" : formatNumber(value, 4));
  if (plot === "ROC") return `area ${measured(rocArea)}${operatingWords(study)}`;
  if (plot === "precision–recall") return `average precision ${measured(averagePrecision)}`;
  const dropped = listOf([
    [unknown, "undecided"],
    [withoutValue.real + withoutValue.bogus, "without a value"],
  ]);
  return `${formatCount(real)} real, ${formatCount(bogus)} bogus (left out: ${dropped})`;
}

/** Where classifiers are usually quoted; nothing where there is nothing to quote. */
function operatingWords({ atRecalls, atFalsePositiveRates }: FeatureStudy): string {
  const perCent = (value: number) => `${formatNumber(100 * value, value < 0.1 ? 2 : 1)} %`;
  const rates = atRecalls.flatMap(({ recall, falsePositiveRate }) =>
    falsePositiveRate === null ? [] : [`${perCent(falsePositiveRate)} at ${100 * recall} %`],
  );
  const misses = atFalsePositiveRates.flatMap(({ falsePositiveRate, missed }) =>
    missed === null ? [] : [`${perCent(missed)} at ${100 * falsePositiveRate} %`],
  );
  return [
    rates.length > 0 ? `, false positive rate ${rates.join(", ")} recall` : "",
    misses.length > 0 ? `, missed ${misses.join(", ")} false positive rate` : "",
  ].join("");
}
