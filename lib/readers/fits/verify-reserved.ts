// Reserved keywords, where they stand: type of their value, and values that contradict the data (FITS 4.0, 4.4.2, 8.2 and 9).

import { type Checked, findCard, nameOf, printable, type RawCard, type RawValue } from "./verify-report";

type Kind = RawValue["kind"];

const NUMBER: Kind[] = ["integer", "real"];
/** An undefined value (blank field) is allowed for each of them (4.1.2.3). */
const TYPES: [keyword: RegExp, section: string, kinds: Kind[], expected: string][] = [
  [
    /^(DATE(-(OBS|BEG|AVG|END|REF))?|ORIGIN|TELESCOP|INSTRUME|OBSERVER|OBJECT|AUTHOR|REFERENC|BUNIT|EXTNAME)$/,
    "4.4.2",
    ["string"],
    "a string",
  ],
  [/^(BSCALE|BZERO|DATAMAX|DATAMIN|EPOCH)$/, "4.4.2", NUMBER, "a number"],
  [/^(BLANK|EXTVER|EXTLEVEL)$/, "4.4.2", ["integer"], "an integer"],
  [/^(CHECKSUM|DATASUM)$/, "4.4.2.7", ["string"], "a string"],
  [/^GROUPS$/, "4.4.2", ["logical"], "T or F"],
  [/^(CTYPE|CUNIT)[1-9]\d*[A-Z]?$|^(RADESYS|SPECSYS|WCSNAME)[A-Z]?$/, "8.2", ["string"], "a string"],
  [/^(CRVAL|CRPIX|CDELT)[1-9]\d*[A-Z]?$|^CROTA[1-9]\d*$/, "8.2", NUMBER, "a number"],
  [/^(PC|CD|PV)\d+_\d+[A-Z]?$|^(LONPOLE|LATPOLE|EQUINOX)[A-Z]?$/, "8.2", NUMBER, "a number"],
  [/^WCSAXES[A-Z]?$/, "8.2", ["integer"], "an integer"],
  [/^(MJD-(OBS|BEG|AVG|END)|MJDREF[IF]?|OBSGEO-[XYZ])$/, "8.4, 9", NUMBER, "a number"],
  [/^(TIMESYS|TIMEUNIT|TREFPOS|PLEPHEM)$/, "9", ["string"], "a string"],
  [/^(TTYPE|TFORM|TUNIT|TDISP|TDIM)[1-9]\d*$/, "7", ["string"], "a string"],
  [/^(TSCAL|TZERO)[1-9]\d*$/, "7", NUMBER, "a number"],
  [/^(TBCOL[1-9]\d*|THEAP)$/, "7", ["integer"], "an integer"],
];
const WCS_KEYWORD =
  /^(?:(?:CTYPE|CUNIT|CRVAL|CRPIX|CDELT)[1-9]\d*|CROTA[1-9]\d*|(?:PC|CD|PV|PS)\d+_\d+|WCSNAME|LONPOLE|LATPOLE)([A-Z]?)$/;

/** Checks reserved keywords of an HDU. */
export function verifyReserved(checked: Checked): void {
  for (const card of checked.cards) checkType(card, checked);
  checkScaling(checked);
  checkWcsAxes(checked);
}

function checkType(card: RawCard, { report }: Checked): void {
  const kind = card.value?.kind;
  if (kind === "undefined" || kind === "unclosed" || kind === "other") return;
  const rule = TYPES.find(([keyword]) => keyword.test(card.keyword));
  if (!rule) return;
  const [, section, kinds, expected] = rule;
  if (kind === undefined) {
    if (card.text[8] !== "=") report(nameOf(card), "4.1.2.2", `${card.keyword} without "= "`, expected);
    return;
  }
  if (kinds.includes(kind)) return;
  report(nameOf(card), section, `${card.keyword} = ${printable(card.value?.text ?? "")} (${kind})`, expected);
}

function checkScaling(checked: Checked): void {
  const { hdu, report } = checked;
  const scale = findCard(checked, "BSCALE");
  if (scale?.value && Number(scale.value.text.replace("D", "E")) === 0 && scale.value.kind !== "undefined") {
    report(nameOf(scale), "4.4.2.5", `BSCALE = ${scale.value.text}`, "a number other than 0");
  }
  const blank = findCard(checked, "BLANK");
  if (blank && hdu.compression === null && hdu.type === "image" && (hdu.bitpix ?? 0) < 0) {
    report(nameOf(blank), "4.4.2.5", `BLANK with BITPIX ${hdu.bitpix}`, "BLANK for integers only (NaN for floats)");
  }
}

/** "WCSAXES ... shall precede all WCS keywords except NAXIS", per alternative description (8.2). */
function checkWcsAxes({ cards, report }: Checked): void {
  const firsts = new Map<string, RawCard>();
  for (const card of cards) {
    const axes = /^WCSAXES([A-Z]?)$/.exec(card.keyword);
    if (axes) {
      const before = firsts.get(axes[1] ?? "");
      if (before) report(nameOf(card), "8.2", `WCSAXES behind ${nameOf(before)}`, "WCSAXES before other WCS keywords");
      continue;
    }
    const alternate = WCS_KEYWORD.exec(card.keyword)?.[1];
    if (alternate !== undefined && !firsts.has(alternate)) firsts.set(alternate, card);
  }
}
