-- AlterTable
ALTER TABLE "candidate" ADD COLUMN     "cut_failed" TEXT[];
