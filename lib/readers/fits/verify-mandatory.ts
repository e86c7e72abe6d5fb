// Mandatory keywords: there, once, in order, of their type, in fixed format, with values that agree (FITS 4.0, 4.4.1, 6 and 7).

import { type Checked, findCard, nameOf, printable, type RawCard, type RawValue, type Report } from "./verify-report";

interface Wanted {
  keyword: string;
  kind: "logical" | "integer" | "string";
  /** The only values allowed; left out: any of the kind, integers from 0 on. */
  values?: string[];
}

/** Types of extension that the IAU FITS Working Group has registered (3.4.1 and appendix F). */
const EXTENSIONS = ["IMAGE", "TABLE", "BINTABLE", "IUEIMAGE", "A3DTABLE", "FOREIGN", "DUMP"];
const BITPIX = ["8", "16", "32", "64", "-32", "-64"];

/** Checks the mandatory keywords of a primary header, an image, a table or any other extension. */
export function verifyMandatory(checked: Checked): void {
  const { hdu, cards, report } = checked;
  const wanted = wantedCards(checked);
  checkOrder(wanted, cards, report);
  const groups = isGroups(checked);
  for (const one of groups ? [...wanted, ...groupsCards()] : wanted) checkCard(one, checked);
  const extend = findCard(checked, "EXTEND");
  if (extend && hdu.index === 0) checkKind({ keyword: "EXTEND", kind: "logical" }, extend, report);
  for (const { keyword } of wanted) {
    const [first, second] = checked.findAll(keyword);
    if (second) report(nameOf(second), "4.4.1", `${keyword} again (first in card ${first?.number})`, "once");
  }
  const axes = wanted.filter(({ keyword }) => /^NAXIS\d/.test(keyword)).length;
  const beyond = cards.find(({ keyword }) => /^NAXIS\d+$/.test(keyword) && Number(keyword.slice(5)) > axes);
  if (beyond) report(nameOf(beyond), "4.4.1", `${beyond.keyword} with NAXIS = ${axes}`, "NAXISn up to NAXIS only");
  const stray = findCard(checked, hdu.index === 0 ? "XTENSION" : "SIMPLE");
  if (stray) {
    report(nameOf(stray), "4.4.1", stray.keyword, hdu.index === 0 ? "no XTENSION in a primary header" : "no SIMPLE");
  }
}

function wantedCards({ hdu }: Checked): Wanted[] {
  const axes = Number(hdu.header.get("NAXIS") ?? 0);
  const isTable = hdu.header.getText("XTENSION")?.trim() === "TABLE";
  const isBinary = hdu.header.getText("XTENSION")?.trim() === "BINTABLE";
  const common: Wanted[] = [
    { keyword: "BITPIX", kind: "integer", values: isTable || isBinary ? ["8"] : BITPIX },
    { keyword: "NAXIS", kind: "integer", ...(isTable || isBinary ? { values: ["2"] } : {}) },
    ...Array.from({ length: axes }, (_, i): Wanted => ({ keyword: `NAXIS${i + 1}`, kind: "integer" })),
  ];
  if (hdu.index === 0) return [{ keyword: "SIMPLE", kind: "logical", values: ["T"] }, ...common];
  const isImage = hdu.header.getText("XTENSION")?.trim() === "IMAGE";
  const hasNoParameters = isImage || isTable;
  const hasOneGroup = isImage || isTable || isBinary;
  const counts: Wanted[] = [
    { keyword: "PCOUNT", kind: "integer", ...(hasNoParameters ? { values: ["0"] } : {}) },
    { keyword: "GCOUNT", kind: "integer", ...(hasOneGroup ? { values: ["1"] } : {}) },
  ];
  const fields: Wanted[] = isTable || isBinary ? [{ keyword: "TFIELDS", kind: "integer" }] : [];
  return [{ keyword: "XTENSION", kind: "string", values: EXTENSIONS }, ...common, ...counts, ...fields];
}

/** Of random groups (6.1.1); anywhere behind NAXISn. */
function groupsCards(): Wanted[] {
  return [
    { keyword: "PCOUNT", kind: "integer" },
    { keyword: "GCOUNT", kind: "integer" },
  ];
}

function isGroups({ hdu }: Checked): boolean {
  return hdu.index === 0 && hdu.header.get("NAXIS1") === 0 && hdu.header.getBoolean("GROUPS") === true;
}

function checkOrder(wanted: Wanted[], cards: RawCard[], report: Report): void {
  const place = wanted.findIndex(({ keyword }, i) => cards[i]?.keyword !== keyword);
  if (place < 0) return;
  const found = cards[place];
  const where = found ? nameOf(found) : `card ${place + 1}`;
  report(where, "4.4.1", printable(found?.keyword ?? "END"), `${wanted[place]!.keyword} as card ${place + 1}`);
}

function checkCard(wanted: Wanted, checked: Checked): void {
  const card = findCard(checked, wanted.keyword);
  const { report } = checked;
  if (!card) report("header", "4.4.1", `no ${wanted.keyword}`, `the mandatory keyword ${wanted.keyword}`);
  else checkKind(wanted, card, report);
}

function checkKind({ keyword, kind, values }: Wanted, card: RawCard, report: Report): void {
  const { value, text } = card;
  if (value?.kind !== kind) {
    report(nameOf(card), "4.4.1", `${keyword} = ${valueText(value)}`, `a value of type ${kind}`);
    return;
  }
  const isAllowed = values ? values.includes(normal(value)) : kind !== "integer" || Number(value.text) >= 0;
  if (!isAllowed) report(nameOf(card), "4.4.1", `${keyword} = ${value.text}`, values?.join(", ") ?? "0 or more");
  if (!isFixed(kind, text)) {
    report(
      nameOf(card),
      "4.2",
      `"${printable(text.slice(10).trimEnd())}"`,
      `the fixed format of ${kind === "integer" ? "an" : "a"} ${kind}`,
    );
  }
}

function normal(value: RawValue): string {
  return value.kind === "integer" ? String(Number(value.text)) : value.text.trimEnd();
}

/** Fixed format: strings from column 11 with at least 8 characters, all else right-justified in columns 11 to 30. */
function isFixed(kind: Wanted["kind"], text: string): boolean {
  if (kind === "string") return /^.{10}'([^']|''){8,}'/.test(text);
  const pattern = kind === "logical" ? /^ {19}[TF]$/ : /^ *[+-]?\d+$/;
  return pattern.test(text.slice(10, 30)) && (text[30] === " " || text[30] === "/");
}

function valueText(value: RawValue | null): string {
  if (value === null) return "no value";
  return value.kind === "undefined" ? "nothing" : printable(value.text);
}
