-- CreateIndex
CREATE INDEX "candidate_truth_id_idx" ON "candidate"("truth_id");

-- CreateIndex
CREATE INDEX "candidate_object_id_idx" ON "candidate"("object_id");

-- Words of a candidate that go together: injected ones are real, what one algorithm finds is more often bogus.
CREATE STATISTICS "candidate_words" (mcv) ON "label", "injected", "detected_by", "filter", "truth_kind" FROM "candidate";

-- Cuts on a measurement keep a thousandth of the rows: the last hundredth of a histogram has to be told apart.
ALTER TABLE "candidate"
  ALTER COLUMN "zogy_sharpness" SET STATISTICS 300,
  ALTER COLUMN "zogy_roundness1" SET STATISTICS 300,
  ALTER COLUMN "zogy_roundness2" SET STATISTICS 300,
  ALTER COLUMN "zogy_peak" SET STATISTICS 300,
  ALTER COLUMN "zogy_flux" SET STATISTICS 300,
  ALTER COLUMN "zogy_mag" SET STATISTICS 300,
  ALTER COLUMN "zogy_daofind_mag" SET STATISTICS 300,
  ALTER COLUMN "sfft_sharpness" SET STATISTICS 300,
  ALTER COLUMN "sfft_roundness1" SET STATISTICS 300,
  ALTER COLUMN "sfft_roundness2" SET STATISTICS 300,
  ALTER COLUMN "sfft_peak" SET STATISTICS 300,
  ALTER COLUMN "sfft_flux" SET STATISTICS 300,
  ALTER COLUMN "sfft_mag" SET STATISTICS 300,
  ALTER COLUMN "sfft_daofind_mag" SET STATISTICS 300,
  ALTER COLUMN "x" SET STATISTICS 300,
  ALTER COLUMN "y" SET STATISTICS 300,
  ALTER COLUMN "separation_px" SET STATISTICS 300,
  ALTER COLUMN "truth_sep_px" SET STATISTICS 300,
  ALTER COLUMN "snr" SET STATISTICS 300,
  ALTER COLUMN "edge_distance_px" SET STATISTICS 300,
  ALTER COLUMN "mjd" SET STATISTICS 300,
  ALTER COLUMN "zogy_flux_fit" SET STATISTICS 300,
  ALTER COLUMN "zogy_flux_err" SET STATISTICS 300,
  ALTER COLUMN "zogy_qfit" SET STATISTICS 300,
  ALTER COLUMN "zogy_cfit" SET STATISTICS 300,
  ALTER COLUMN "zogy_reduced_chi2" SET STATISTICS 300,
  ALTER COLUMN "zogy_snr" SET STATISTICS 300,
  ALTER COLUMN "zogy_truth_sep_px" SET STATISTICS 300,
  ALTER COLUMN "zogy_elongation" SET STATISTICS 300,
  ALTER COLUMN "zogy_fwhm" SET STATISTICS 300,
  ALTER COLUMN "zogy_snr_3px" SET STATISTICS 300,
  ALTER COLUMN "zogy_flux_ratio" SET STATISTICS 300,
  ALTER COLUMN "sfft_flux_fit" SET STATISTICS 300,
  ALTER COLUMN "sfft_flux_err" SET STATISTICS 300,
  ALTER COLUMN "sfft_qfit" SET STATISTICS 300,
  ALTER COLUMN "sfft_cfit" SET STATISTICS 300,
  ALTER COLUMN "sfft_reduced_chi2" SET STATISTICS 300,
  ALTER COLUMN "sfft_snr" SET STATISTICS 300,
  ALTER COLUMN "sfft_truth_sep_px" SET STATISTICS 300,
  ALTER COLUMN "sfft_elongation" SET STATISTICS 300,
  ALTER COLUMN "sfft_fwhm" SET STATISTICS 300,
  ALTER COLUMN "sfft_snr_3px" SET STATISTICS 300,
  ALTER COLUMN "sfft_flux_ratio" SET STATISTICS 300,
  ALTER COLUMN "score" SET STATISTICS 300;
