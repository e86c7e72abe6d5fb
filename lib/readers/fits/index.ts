// The door of the FITS reader and writer.

export type { Card, CardValue } from "./card";
export type { ColumnDescription, ColumnType, FitsColumn } from "./columns";
export type { Hdu } from "./hdu";
export type { Header } from "./header";
export { type FitsImage, type ReadImageOptions, readImage, readIntegerImage, type Section } from "./image";
export { inheritedHeader } from "./inherit";
export { type HduHeader, type HeaderList, listHeaders } from "./list-headers";
export { type FitsFile, type FitsProblem, openFits } from "./open-fits";
export { type FitsPixels, type ReadPixelsOptions, readPixels } from "./pixels";
export { describeColumns, type FitsTable, type ReadTableOptions, readTable } from "./read-table";
export { type PixelArray, type PixelType, typeOfPixels } from "./scaling";
export { eachBand, findStoredFloats, readStoredFloats, type StoredFloats } from "./stored-floats";
export { isReadableCompression, READABLE_COMPRESSIONS } from "./tiles";
export { verifyFits } from "./verify";
export { type Checksums, type ChecksumVerdict, verifyChecksums } from "./verify-checksums";
export { readWcs, type Wcs } from "./wcs/read-wcs";
export type { ColumnToWrite } from "./write-elements";
export { type FitsHduToWrite, writeFits, writeFitsHdu } from "./write-fits";
