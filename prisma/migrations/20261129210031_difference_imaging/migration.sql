-- AlterTable
ALTER TABLE "verdict" ADD COLUMN     "candidate_id" TEXT,
ADD COLUMN     "is_blind" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "seconds" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "difference_job" (
    "id" SERIAL NOT NULL,
    "mount_id" INTEGER NOT NULL,
    "folder" TEXT NOT NULL,
    "jid" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "era" TEXT,
    "filter" TEXT,
    "zeropoint_mag" DOUBLE PRECISION,
    "mjd" DOUBLE PRECISION,
    "sca" INTEGER,
    "field" TEXT,
    "exposure_time_seconds" DOUBLE PRECISION,
    "pointing" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "channels" JSONB NOT NULL,
    "notes" JSONB NOT NULL,
    "origins" JSONB NOT NULL,
    "settings" JSONB NOT NULL,
    "mode_sentence" TEXT,
    "checksum" TEXT NOT NULL,
    "code_version" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "read_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "difference_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "difference_job_counts" (
    "job_id" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "candidates" INTEGER NOT NULL,
    "zogy_only" INTEGER NOT NULL,
    "sfft_only" INTEGER NOT NULL,
    "both" INTEGER NOT NULL,
    "real" INTEGER NOT NULL,
    "bogus" INTEGER NOT NULL,
    "undecided" INTEGER NOT NULL,
    "injected" INTEGER NOT NULL,
    "truth" INTEGER NOT NULL,
    "injected_found" INTEGER NOT NULL,
    "injected_missed" INTEGER NOT NULL,
    "found_by_zogy" INTEGER NOT NULL,
    "found_by_sfft" INTEGER,
    "found_by_either" INTEGER NOT NULL,

    CONSTRAINT "difference_job_counts_pkey" PRIMARY KEY ("job_id","mode")
);

-- CreateTable
CREATE TABLE "difference_truth" (
    "job_id" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "truth_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "x" DOUBLE PRECISION,
    "y" DOUBLE PRECISION,
    "ra" DOUBLE PRECISION,
    "dec" DOUBLE PRECISION,
    "flux" DOUBLE PRECISION,
    "mag" DOUBLE PRECISION,
    "mag_ab" DOUBLE PRECISION,
    "candidate_id" TEXT,
    "separation_px" DOUBLE PRECISION,
    "zogy_separation_px" DOUBLE PRECISION,
    "sfft_separation_px" DOUBLE PRECISION,
    "miss_reason" TEXT,

    CONSTRAINT "difference_truth_pkey" PRIMARY KEY ("job_id","mode","position")
);

-- CreateTable
CREATE TABLE "candidate" (
    "row_id" BIGSERIAL NOT NULL,
    "job_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "id" DOUBLE PRECISION,
    "xcentroid" DOUBLE PRECISION,
    "ycentroid" DOUBLE PRECISION,
    "zogy_sharpness" DOUBLE PRECISION,
    "zogy_roundness1" DOUBLE PRECISION,
    "zogy_roundness2" DOUBLE PRECISION,
    "zogy_npix" DOUBLE PRECISION,
    "zogy_peak" DOUBLE PRECISION,
    "zogy_flux" DOUBLE PRECISION,
    "zogy_mag" DOUBLE PRECISION,
    "zogy_daofind_mag" DOUBLE PRECISION,
    "zogy_flags" DOUBLE PRECISION,
    "sfft_sharpness" DOUBLE PRECISION,
    "sfft_roundness1" DOUBLE PRECISION,
    "sfft_roundness2" DOUBLE PRECISION,
    "sfft_npix" DOUBLE PRECISION,
    "sfft_peak" DOUBLE PRECISION,
    "sfft_flux" DOUBLE PRECISION,
    "sfft_mag" DOUBLE PRECISION,
    "sfft_daofind_mag" DOUBLE PRECISION,
    "sfft_flags" DOUBLE PRECISION,
    "x" DOUBLE PRECISION,
    "y" DOUBLE PRECISION,
    "truth_id" TEXT,
    "injected" BOOLEAN,
    "label" INTEGER,
    "jid" TEXT NOT NULL,
    "filter" TEXT,
    "candidate_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "detected_by" TEXT,
    "separation_px" DOUBLE PRECISION,
    "truth_kind" TEXT,
    "truth_sep_px" DOUBLE PRECISION,
    "snr" DOUBLE PRECISION,
    "edge_distance_px" DOUBLE PRECISION,
    "candidate_flags" TEXT[],
    "isdiffpos" BOOLEAN,
    "ra" DOUBLE PRECISION,
    "dec" DOUBLE PRECISION,
    "sca" INTEGER,
    "mjd" DOUBLE PRECISION,
    "field" TEXT,
    "zogy_id" DOUBLE PRECISION,
    "zogy_x" DOUBLE PRECISION,
    "zogy_y" DOUBLE PRECISION,
    "zogy_x_err" DOUBLE PRECISION,
    "zogy_y_err" DOUBLE PRECISION,
    "zogy_flux_fit" DOUBLE PRECISION,
    "zogy_flux_err" DOUBLE PRECISION,
    "zogy_qfit" DOUBLE PRECISION,
    "zogy_cfit" DOUBLE PRECISION,
    "zogy_reduced_chi2" DOUBLE PRECISION,
    "zogy_n_pixels_fit" DOUBLE PRECISION,
    "zogy_snr" DOUBLE PRECISION,
    "zogy_truth_id" TEXT,
    "zogy_truth_sep_px" DOUBLE PRECISION,
    "zogy_elongation" DOUBLE PRECISION,
    "zogy_fwhm" DOUBLE PRECISION,
    "zogy_snr_3px" DOUBLE PRECISION,
    "zogy_flux_ratio" DOUBLE PRECISION,
    "zogy_sex_flags" DOUBLE PRECISION,
    "sfft_id" DOUBLE PRECISION,
    "sfft_x" DOUBLE PRECISION,
    "sfft_y" DOUBLE PRECISION,
    "sfft_x_err" DOUBLE PRECISION,
    "sfft_y_err" DOUBLE PRECISION,
    "sfft_flux_fit" DOUBLE PRECISION,
    "sfft_flux_err" DOUBLE PRECISION,
    "sfft_qfit" DOUBLE PRECISION,
    "sfft_cfit" DOUBLE PRECISION,
    "sfft_reduced_chi2" DOUBLE PRECISION,
    "sfft_n_pixels_fit" DOUBLE PRECISION,
    "sfft_snr" DOUBLE PRECISION,
    "sfft_truth_id" TEXT,
    "sfft_truth_sep_px" DOUBLE PRECISION,
    "sfft_elongation" DOUBLE PRECISION,
    "sfft_fwhm" DOUBLE PRECISION,
    "sfft_snr_3px" DOUBLE PRECISION,
    "sfft_flux_ratio" DOUBLE PRECISION,
    "sfft_sex_flags" DOUBLE PRECISION,
    "object_id" TEXT,
    "score" DOUBLE PRECISION,
    "rb" DOUBLE PRECISION,
    "drb" DOUBLE PRECISION,
    "reliability" DOUBLE PRECISION,
    "magpsf" DOUBLE PRECISION,
    "sigmapsf" DOUBLE PRECISION,
    "psf_flux_njy" DOUBLE PRECISION,
    "psf_flux_err_njy" DOUBLE PRECISION,
    "stamp_files" TEXT[],

    CONSTRAINT "candidate_pkey" PRIMARY KEY ("row_id")
);

-- CreateIndex
CREATE INDEX "difference_job_jid_idx" ON "difference_job"("jid");

-- CreateIndex
CREATE UNIQUE INDEX "difference_job_mount_id_folder_key" ON "difference_job"("mount_id", "folder");

-- CreateIndex
CREATE INDEX "difference_truth_candidate_id_idx" ON "difference_truth"("candidate_id");

-- CreateIndex
CREATE INDEX "candidate_job_id_mode_idx" ON "candidate"("job_id", "mode");

-- CreateIndex
CREATE INDEX "candidate_candidate_id_idx" ON "candidate"("candidate_id");

-- CreateIndex
CREATE INDEX "candidate_mode_dec_ra_idx" ON "candidate"("mode", "dec", "ra");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_sharpness" ON "candidate"("mode", "zogy_sharpness", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_roundness1" ON "candidate"("mode", "zogy_roundness1", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_roundness2" ON "candidate"("mode", "zogy_roundness2", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_peak" ON "candidate"("mode", "zogy_peak", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_flux" ON "candidate"("mode", "zogy_flux", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_mag" ON "candidate"("mode", "zogy_mag", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_daofind_mag" ON "candidate"("mode", "zogy_daofind_mag", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_sharpness" ON "candidate"("mode", "sfft_sharpness", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_roundness1" ON "candidate"("mode", "sfft_roundness1", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_roundness2" ON "candidate"("mode", "sfft_roundness2", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_peak" ON "candidate"("mode", "sfft_peak", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_flux" ON "candidate"("mode", "sfft_flux", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_mag" ON "candidate"("mode", "sfft_mag", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_daofind_mag" ON "candidate"("mode", "sfft_daofind_mag", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_x" ON "candidate"("mode", "x", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_y" ON "candidate"("mode", "y", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_label" ON "candidate"("mode", "label", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_jid" ON "candidate"("mode", "jid", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_filter" ON "candidate"("mode", "filter", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_detected_by" ON "candidate"("mode", "detected_by", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_separation_px" ON "candidate"("mode", "separation_px", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_truth_sep_px" ON "candidate"("mode", "truth_sep_px", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_snr" ON "candidate"("mode", "snr", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_edge_distance_px" ON "candidate"("mode", "edge_distance_px", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_mjd" ON "candidate"("mode", "mjd", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_flux_fit" ON "candidate"("mode", "zogy_flux_fit", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_flux_err" ON "candidate"("mode", "zogy_flux_err", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_qfit" ON "candidate"("mode", "zogy_qfit", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_cfit" ON "candidate"("mode", "zogy_cfit", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_reduced_chi2" ON "candidate"("mode", "zogy_reduced_chi2", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_snr" ON "candidate"("mode", "zogy_snr", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_truth_sep_px" ON "candidate"("mode", "zogy_truth_sep_px", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_elongation" ON "candidate"("mode", "zogy_elongation", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_fwhm" ON "candidate"("mode", "zogy_fwhm", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_snr_3px" ON "candidate"("mode", "zogy_snr_3px", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_zogy_flux_ratio" ON "candidate"("mode", "zogy_flux_ratio", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_flux_fit" ON "candidate"("mode", "sfft_flux_fit", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_flux_err" ON "candidate"("mode", "sfft_flux_err", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_qfit" ON "candidate"("mode", "sfft_qfit", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_cfit" ON "candidate"("mode", "sfft_cfit", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_reduced_chi2" ON "candidate"("mode", "sfft_reduced_chi2", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_snr" ON "candidate"("mode", "sfft_snr", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_truth_sep_px" ON "candidate"("mode", "sfft_truth_sep_px", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_elongation" ON "candidate"("mode", "sfft_elongation", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_fwhm" ON "candidate"("mode", "sfft_fwhm", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_snr_3px" ON "candidate"("mode", "sfft_snr_3px", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_sfft_flux_ratio" ON "candidate"("mode", "sfft_flux_ratio", "row_id");

-- CreateIndex
CREATE INDEX "candidate_by_score" ON "candidate"("mode", "score", "row_id");

-- CreateIndex
CREATE INDEX "verdict_candidate_id_idx" ON "verdict"("candidate_id");

-- AddForeignKey
ALTER TABLE "difference_job" ADD CONSTRAINT "difference_job_mount_id_fkey" FOREIGN KEY ("mount_id") REFERENCES "mount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "difference_job_counts" ADD CONSTRAINT "difference_job_counts_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "difference_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "difference_truth" ADD CONSTRAINT "difference_truth_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "difference_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "candidate" ADD CONSTRAINT "candidate_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "difference_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;
