// The door of the FITS reader and writer.

export type { Card, CardValue } from "./card";
export type { Hdu } from "./hdu";
export type { Header } from "./header";
export { type FitsImage, type ReadImageOptions, readImage, readIntegerImage, type Section } from "./image";
export { type FitsFile, type FitsProblem, openFits } from "./open-fits";
export { type ColumnValue, readColumn } from "./read-column";
export { isReadableCompression, READABLE_COMPRESSIONS } from "./tiles";
export { verifyFits } from "./verify";
export { type Checksums, type ChecksumVerdict, verifyChecksums } from "./verify-checksums";
export { type FitsHduToWrite, writeFits } from "./write-fits";
