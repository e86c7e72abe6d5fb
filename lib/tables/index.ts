// Tables out: CSV, ECSV, Parquet and VOTable, and DS9 region files. Runs in Node and in the browser.

export { writeCsv } from "./csv";
export { writeEcsv } from "./ecsv";
export { TABLE_MEDIA_TYPES, type TableFormat, tableFormatOf, writeTable } from "./format";
export { writeParquet } from "./parquet";
export { type Region, writeRegions } from "./regions";

export { countRows, type Table, type TableColumn, type TableColumnType, type TableValue } from "./table";
export { writeVotable } from "./votable";
