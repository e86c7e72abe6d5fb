// The door of the catalogue readers.

export type { Catalog, CatalogArray, CatalogColumn, CatalogFormat, CatalogOptions, CatalogType } from "./catalog";
export { readCatalog } from "./read-catalog";
export { type ColumnSummary, cellText, summarizeColumn } from "./summarize";
