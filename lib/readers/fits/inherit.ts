// The INHERIT convention: an extension shares the keywords of the primary header (FITS 4.0, appendix K).

import { requireHdu } from "./hdu";
import { type Header, headerOf } from "./header";
import type { FitsFile } from "./open-fits";

/** What belongs to the primary HDU alone: its structure, its sums, its name, and comments. */
const NOT_INHERITED =
  /^(SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|PCOUNT|GCOUNT|GROUPS|BLOCKED|CHECKSUM|DATASUM|EXTNAME|EXTVER|EXTLEVEL|INHERIT|COMMENT|HISTORY|CONTINUE|)$/;

/**
 * The header of an HDU; where it says INHERIT = T and the primary HDU has no data, followed by those cards of the primary header whose
 * keywords it does not have itself. A primary HDU with data shares nothing: its keywords describe its own array (appendix K).
 * @throws NotFoundError no such HDU
 */
export function inheritedHeader(file: FitsFile, hduIndex: number): Header {
  const { header } = requireHdu(file, hduIndex);
  const primary = requireHdu(file, 0);
  if (hduIndex === 0 || header.getBoolean("INHERIT") !== true || primary.type !== "empty") return header;
  const shared = primary.header.cards.filter(
    ({ keyword }) => !NOT_INHERITED.test(keyword.toUpperCase()) && header.get(keyword) === undefined,
  );
  return headerOf([...header.cards, ...shared]);
}
