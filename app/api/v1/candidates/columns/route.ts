// GET: every column that filters, sorts and plots may name, with type, unit and meaning.
import { STORED_COLUMNS } from "@/lib/difference/stored-columns";

export function GET(): Response {
  return Response.json({ columns: STORED_COLUMNS });
}
