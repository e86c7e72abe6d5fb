-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "mount" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'folder',
    "rules" TEXT,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "scanned_at" TIMESTAMP(3),
    "scan_state" TEXT NOT NULL DEFAULT 'idle',
    "scan_note" TEXT,
    "removed_at" TIMESTAMP(3),

    CONSTRAINT "mount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mounted_file" (
    "id" BIGSERIAL NOT NULL,
    "mount_id" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "modified_at" TIMESTAMP(3) NOT NULL,
    "header_checksum" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "survey" TEXT,
    "hdu_count" INTEGER,
    "first_seen_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "checked_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mounted_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exposure" (
    "instrument" TEXT NOT NULL,
    "exposure_id" BIGINT NOT NULL,
    "day_obs" INTEGER,
    "seq_num" INTEGER,
    "observation_type" TEXT,
    "physical_filter" TEXT,
    "band" TEXT,
    "mjd_mid" DOUBLE PRECISION,
    "exposure_time_seconds" DOUBLE PRECISION,
    "object" TEXT,
    "program" TEXT,
    "label" TEXT,
    "missing" TEXT[],
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "exposure_pkey" PRIMARY KEY ("instrument","exposure_id")
);

-- CreateTable
CREATE TABLE "detector_image" (
    "id" BIGSERIAL NOT NULL,
    "instrument" TEXT NOT NULL,
    "exposure_id" BIGINT NOT NULL,
    "detector" INTEGER NOT NULL,
    "detector_name" TEXT NOT NULL,
    "product_type" TEXT NOT NULL,
    "file_id" BIGINT NOT NULL,
    "hdu" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "checksum" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'present',

    CONSTRAINT "detector_image_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "pipeline" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "configuration" JSONB NOT NULL,
    "code_version" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "task_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMP(3),
    "ended_at" TIMESTAMP(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "key" TEXT NOT NULL,
    "run_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "stage" INTEGER NOT NULL,
    "instrument" TEXT NOT NULL,
    "exposure_id" BIGINT NOT NULL,
    "detector" INTEGER,
    "image_id" BIGINT,
    "input_checksum" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "worker" TEXT,
    "started_at" TIMESTAMP(3),
    "ended_at" TIMESTAMP(3),
    "megapixels" DOUBLE PRECISION,
    "compute_seconds" DOUBLE PRECISION,
    "error_tag" TEXT,
    "error_message" TEXT,
    "error_cause" TEXT,
    "note" TEXT,

    CONSTRAINT "task_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "dark_ring" (
    "id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "task_key" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "exposure_id" BIGINT NOT NULL,
    "detector" INTEGER NOT NULL,
    "detector_name" TEXT NOT NULL,
    "footprint_id" INTEGER NOT NULL,
    "area" INTEGER NOT NULL,
    "circularity" DOUBLE PRECISION NOT NULL,
    "gaussian_like_score" DOUBLE PRECISION,
    "gaussian_sigma_pixels" DOUBLE PRECISION,
    "gaussian_diameter_pixels" DOUBLE PRECISION,
    "passes_hole_checks" BOOLEAN NOT NULL,
    "hole_frac_bbox" DOUBLE PRECISION NOT NULL,
    "hole_frac_total" DOUBLE PRECISION NOT NULL,
    "center_offset" DOUBLE PRECISION NOT NULL,
    "y0" INTEGER NOT NULL,
    "y1" INTEGER NOT NULL,
    "x0" INTEGER NOT NULL,
    "x1" INTEGER NOT NULL,
    "ring_score" DOUBLE PRECISION,
    "ring_radius_pixels" DOUBLE PRECISION,
    "ring_width_pixels" DOUBLE PRECISION,
    "blob_score_padded" DOUBLE PRECISION,
    "morphology" TEXT,
    "ring_center_x" DOUBLE PRECISION NOT NULL,
    "ring_center_y" DOUBLE PRECISION NOT NULL,
    "peak_significance" DOUBLE PRECISION,
    "mean_depth_sigma" DOUBLE PRECISION,
    "integrated_depth_sigma" DOUBLE PRECISION,
    "masked_fraction" DOUBLE PRECISION,
    "flags" TEXT[],
    "rank" INTEGER,
    "stamp_index" INTEGER,

    CONSTRAINT "dark_ring_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metric_value" (
    "id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "task_key" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "exposure_id" BIGINT NOT NULL,
    "detector" INTEGER,
    "metric" TEXT NOT NULL,
    "value" DOUBLE PRECISION,
    "unit" TEXT NOT NULL,
    "not_measured_reason" TEXT,

    CONSTRAINT "metric_value_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verdict" (
    "id" BIGSERIAL NOT NULL,
    "client_key" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "exposure_id" BIGINT NOT NULL,
    "detector" INTEGER NOT NULL,
    "x" DOUBLE PRECISION NOT NULL,
    "y" DOUBLE PRECISION NOT NULL,
    "label" TEXT NOT NULL,
    "comment" TEXT,
    "person" TEXT NOT NULL DEFAULT 'local',
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMP(3),

    CONSTRAINT "verdict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "changed_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "mount_name_key" ON "mount"("name");

-- CreateIndex
CREATE UNIQUE INDEX "mount_root_key" ON "mount"("root");

-- CreateIndex
CREATE INDEX "mounted_file_mount_id_state_path_idx" ON "mounted_file"("mount_id", "state", "path");

-- CreateIndex
CREATE UNIQUE INDEX "mounted_file_mount_id_path_key" ON "mounted_file"("mount_id", "path");

-- CreateIndex
CREATE INDEX "exposure_day_obs_seq_num_idx" ON "exposure"("day_obs", "seq_num");

-- CreateIndex
CREATE INDEX "detector_image_instrument_exposure_id_detector_idx" ON "detector_image"("instrument", "exposure_id", "detector");

-- CreateIndex
CREATE UNIQUE INDEX "detector_image_file_id_hdu_key" ON "detector_image"("file_id", "hdu");

-- CreateIndex
CREATE UNIQUE INDEX "run_key_key" ON "run"("key");

-- CreateIndex
CREATE INDEX "run_created_at_idx" ON "run"("created_at");

-- CreateIndex
CREATE INDEX "task_run_id_state_idx" ON "task"("run_id", "state");

-- CreateIndex
CREATE INDEX "task_run_id_instrument_exposure_id_stage_idx" ON "task"("run_id", "instrument", "exposure_id", "stage");

-- CreateIndex
CREATE INDEX "task_instrument_exposure_id_name_idx" ON "task"("instrument", "exposure_id", "name");

-- CreateIndex
CREATE INDEX "dark_ring_run_id_gaussian_like_score_id_idx" ON "dark_ring"("run_id", "gaussian_like_score" DESC, "id");

-- CreateIndex
CREATE INDEX "dark_ring_run_id_ring_score_id_idx" ON "dark_ring"("run_id", "ring_score" DESC, "id");

-- CreateIndex
CREATE INDEX "dark_ring_run_id_integrated_depth_sigma_id_idx" ON "dark_ring"("run_id", "integrated_depth_sigma" DESC, "id");

-- CreateIndex
CREATE INDEX "dark_ring_instrument_exposure_id_run_id_rank_idx" ON "dark_ring"("instrument", "exposure_id", "run_id", "rank");

-- CreateIndex
CREATE INDEX "dark_ring_instrument_detector_run_id_idx" ON "dark_ring"("instrument", "detector", "run_id");

-- CreateIndex
CREATE UNIQUE INDEX "dark_ring_run_id_instrument_exposure_id_detector_footprint__key" ON "dark_ring"("run_id", "instrument", "exposure_id", "detector", "footprint_id");

-- CreateIndex
CREATE INDEX "metric_value_instrument_exposure_id_metric_idx" ON "metric_value"("instrument", "exposure_id", "metric");

-- CreateIndex
CREATE INDEX "metric_value_task_key_idx" ON "metric_value"("task_key");

-- CreateIndex
CREATE UNIQUE INDEX "verdict_client_key_key" ON "verdict"("client_key");

-- CreateIndex
CREATE INDEX "verdict_subject_instrument_exposure_id_detector_idx" ON "verdict"("subject", "instrument", "exposure_id", "detector");

-- CreateIndex
CREATE INDEX "verdict_subject_at_idx" ON "verdict"("subject", "at");

-- AddForeignKey
ALTER TABLE "mounted_file" ADD CONSTRAINT "mounted_file_mount_id_fkey" FOREIGN KEY ("mount_id") REFERENCES "mount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "detector_image" ADD CONSTRAINT "detector_image_instrument_exposure_id_fkey" FOREIGN KEY ("instrument", "exposure_id") REFERENCES "exposure"("instrument", "exposure_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "detector_image" ADD CONSTRAINT "detector_image_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "mounted_file"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
