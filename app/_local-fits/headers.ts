import type { LocalHeaders } from "@/components/local-fits/hdu-list";
import { type FitsFile, listHeaders } from "@/lib/readers/fits";

/** Headers of an opened file as the panel shows them; pixels are not read. */
export function headersOf(file: FitsFile): LocalHeaders {
  return { path: file.name, ...listHeaders(file), troubledHdus: file.problems.map(({ hdu }) => hdu) };
}
