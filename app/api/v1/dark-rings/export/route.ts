// GET ?format=csv|ecsv|parquet|votable|reg with the filter of the triage page: the ranked rings as a file to take away.
import { z } from "zod";
import { InvalidParameterError } from "@/lib/errors";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { darkRingRegions, darkRingTable } from "@/lib/queries/dark-ring-table";
import { listTriage, type TriageCursor } from "@/lib/queries/triage";
import { parseTriageFilter, type TriageFilter } from "@/lib/queries/triage-filter";
import { TABLE_MEDIA_TYPES, writeRegions, writeTable } from "@/lib/tables";
import { answer, parametersOf } from "../../error-response";

/** A file of more rows is a query of the command line: annulus export. */
const MOST_ROWS = 200_000;
const PAGE_ROWS = 10_000;

const schema = z.object({ format: z.enum(["csv", "ecsv", "parquet", "votable", "reg"]) });

async function listAll(filter: TriageFilter): Promise<DarkRingRow[]> {
  const rings: DarkRingRow[] = [];
  let cursor: TriageCursor | null = null;
  do {
    const page = await listTriage(filter, cursor, PAGE_ROWS);
    rings.push(...page.rings);
    cursor = page.next;
    if (cursor && rings.length >= MOST_ROWS) {
      throw new InvalidParameterError({
        place: "export",
        found: `more than ${MOST_ROWS} rings`,
        expected: "a narrower filter, or the command annulus export",
      });
    }
  } while (cursor);
  return rings;
}

function fileName(filter: TriageFilter, format: string): string {
  const exposure = filter.from !== undefined && filter.from === filter.to ? String(filter.from) : null;
  const detector = filter.detector === undefined ? null : `det${filter.detector}`;
  const parts = ["dark-rings", filter.instrument, exposure, detector].filter(Boolean);
  return `${parts.join("_").replaceAll(/[^A-Za-z0-9._-]/g, "-")}.${format}`;
}

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const parameters = parametersOf(request);
    const { format } = schema.parse(parameters);
    const filter = parseTriageFilter(parameters);
    const rings = await listAll(filter);
    const query = new URL(request.url).searchParams;
    query.delete("format");
    const headers = { "content-disposition": `attachment; filename="${fileName(filter, format)}"` };
    if (format === "reg") {
      const text = writeRegions(
        darkRingRegions(rings),
        `dark rings, ${query}: each circle belongs to the detector in its text`,
      );
      return new Response(text, { headers: { ...headers, "content-type": "text/plain; charset=utf-8" } });
    }
    const meta = { source: "Annulus", filter: query.toString(), rows: String(rings.length), positions: "0-based" };
    const bytes = writeTable(darkRingTable(rings, meta), format);
    return new Response(new Uint8Array(bytes), { headers: { ...headers, "content-type": TABLE_MEDIA_TYPES[format] } });
  });
}
