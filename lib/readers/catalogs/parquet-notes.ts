// What the key-value metadata of a Parquet file says about its columns: astropy's YAML, which our own writer sets too.

import type { FileMetaData } from "hyparquet";
import { parseDocument } from "yaml";
import { z } from "zod";
import type { Finding } from "@/lib/errors";

export interface ColumnNotes {
  unit: string | null;
  description: string | null;
}

const yamlSchema = z.object({
  datatype: z.array(
    z.object({ name: z.coerce.string(), unit: z.coerce.string().nullish(), description: z.coerce.string().nullish() }),
  ),
});

/** Schemas that other programs keep for themselves. */
const FOREIGN_KEYS = /^(ARROW:schema|pandas|table_meta_yaml|table::len::.*|org\.apache\.spark\..*)$/;
const LONGEST_VALUE = 1_000_000;

/**
 * Units and descriptions by column, and the rest of the metadata.
 *
 * @param metadata footer of the file
 * @param name of the file, for findings
 * @returns notes; a YAML that does not parse is told among the problems
 */
export function readParquetNotes(metadata: FileMetaData, name: string) {
  const columns = new Map<string, ColumnNotes>();
  const problems: Finding[] = [];
  const meta: Record<string, string> = {};
  for (const { key, value } of metadata.key_value_metadata ?? []) {
    if (!FOREIGN_KEYS.test(key) && value !== undefined && value.length <= LONGEST_VALUE) meta[key] = value;
    if (key !== "table_meta_yaml" || value === undefined) continue;
    const document = parseDocument(value, { logLevel: "silent", uniqueKeys: false });
    const parsed = document.errors.length > 0 ? null : yamlSchema.safeParse(document.toJS({ maxAliasCount: 100 }));
    if (!parsed?.success)
      problems.push({ place: name, found: "table_meta_yaml that does not parse", expected: "astropy's YAML" });
    for (const { name: column, unit, description } of parsed?.data?.datatype ?? []) {
      columns.set(column, { unit: unit ?? null, description: description ?? null });
    }
  }
  return { columns, meta, problems, name: meta.name ?? null };
}
