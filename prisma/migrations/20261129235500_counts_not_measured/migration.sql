ALTER TABLE "difference_job_counts"
  ALTER COLUMN "zogy_only" DROP NOT NULL,
  ALTER COLUMN "sfft_only" DROP NOT NULL,
  ALTER COLUMN "both" DROP NOT NULL,
  ALTER COLUMN "real" DROP NOT NULL,
  ALTER COLUMN "bogus" DROP NOT NULL,
  ALTER COLUMN "injected" DROP NOT NULL,
  ALTER COLUMN "injected_found" DROP NOT NULL,
  ALTER COLUMN "injected_missed" DROP NOT NULL,
  ALTER COLUMN "found_by_zogy" DROP NOT NULL,
  ALTER COLUMN "found_by_either" DROP NOT NULL;
