// GET ?format=csv|ecsv|parquet|votable with the filter and the order of the page of candidates: all of them as a file to take away.
import { z } from "zod";
import { parseCandidateSort } from "@/lib/queries/difference-candidates";
import { candidateTable } from "@/lib/queries/difference-export";
import { TABLE_MEDIA_TYPES, writeTable } from "@/lib/tables";
import { answer, parametersOf } from "../../error-response";
import { absent, selectionOf } from "../candidate-parameters";

const schema = z.object({ format: z.enum(["csv", "ecsv", "parquet", "votable"]), sort: absent(z.string()) });

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { format, sort, ...asked } = { ...parametersOf(request), ...schema.parse(parametersOf(request)) };
    const meta = { source: "Annulus", mode: "annulus", ...asked, sort: sort ?? "", positions: "0-based" };
    const table = await candidateTable({ ...selectionOf(asked), sort: parseCandidateSort(sort) }, meta);
    const bytes = new Uint8Array(writeTable(table, format));
    const headers = {
      "content-disposition": `attachment; filename="candidates.${format}"`,
      "content-type": TABLE_MEDIA_TYPES[format],
    };
    return new Response(bytes, { headers });
  }, request);
}
