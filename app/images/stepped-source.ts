// The image before and after one along what its name counts: HDUs and planes of a file.
import type { StepDirection } from "@/components/image/image-viewer";
import type { FileSource } from "@/lib/images/source-text";

/** ← → another HDU, ↓ ↑ another plane of a cube; null where the step leads nowhere. */
export function steppedFile(source: FileSource, direction: StepDirection): FileSource | null {
  const by = direction === "next" || direction === "stageAfter" ? 1 : -1;
  if (direction === "next" || direction === "previous") {
    return source.hdu + by < 0 ? null : { ...source, hdu: source.hdu + by, plane: [] };
  }
  const last = source.plane.at(-1);
  if (last === undefined || last + by < 0) return null;
  return { ...source, plane: [...source.plane.slice(0, -1), last + by] };
}
