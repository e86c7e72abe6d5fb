// For the launcher, `annulus doctor` and whoever watches the server: 200 when pages and database answer.

import { pool } from "@/lib/database/client";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  try {
    await pool().query("SELECT 1");
    return Response.json({ pages: "ok", database: "ok" });
  } catch (error) {
    const database = error instanceof Error ? error.message : String(error);
    return Response.json({ pages: "ok", database }, { status: 503 });
  }
}
