// Prisma's command line is used for `prisma generate` alone; migrations are lib/database/migrate.ts.
import { defineConfig } from "prisma/config";

// generate, validate and format never run the native schema engine, but look for it: any executable will do
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://none:none@127.0.0.1:1/none" },
});
