-- CreateTable
CREATE TABLE "task_input" (
    "task_key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "image_id" BIGINT,
    "product_id" BIGINT,
    "checksum" TEXT NOT NULL,

    CONSTRAINT "task_input_pkey" PRIMARY KEY ("task_key","position")
);

-- CreateTable
CREATE TABLE "image_product" (
    "id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "task_key" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "exposure_id" BIGINT NOT NULL,
    "detector" INTEGER,
    "detector_name" TEXT,
    "physical_filter" TEXT,
    "input_count" INTEGER NOT NULL DEFAULT 1,
    "path" TEXT NOT NULL,
    "hdu" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bin" INTEGER NOT NULL DEFAULT 1,
    "unit" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "orientation" TEXT,

    CONSTRAINT "image_product_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "image_product_instrument_exposure_id_detector_idx" ON "image_product"("instrument", "exposure_id", "detector");

-- CreateIndex
CREATE INDEX "image_product_instrument_stage_detector_run_id_idx" ON "image_product"("instrument", "stage", "detector", "run_id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "image_product_task_key_stage_key" ON "image_product"("task_key", "stage");

-- AddForeignKey
ALTER TABLE "task_input" ADD CONSTRAINT "task_input_task_key_fkey" FOREIGN KEY ("task_key") REFERENCES "task"("key") ON DELETE CASCADE ON UPDATE CASCADE;
