// The elements of a VOTable document as they come from the XML parser: fields, then rows (VOTable 1.4, sections 3 to 5).

import { type Finding, UnsupportedFormatError } from "@/lib/errors";
import { Base64Decoder } from "./base64";
import { type CatalogColumn, type CatalogOptions, distinctNames, malformed } from "./catalog";
import { isWanted, refuseTooMany } from "./text-table";
import { BinaryRows } from "./votable-binary";
import { addCell } from "./votable-cell";
import { VotableColumn } from "./votable-column";
import { readField, type VotableField } from "./votable-field";

type Attributes = Record<string, string>;

/** Of the table that is read. */
export class VotableDocument {
  tableCount = 0;
  tableName: string | null = null;
  readonly meta: Record<string, string> = {};
  readonly problems: Finding[] = [];
  rowCount = 0;
  /** True between the tags of a STREAM of the wanted table. */
  isInStream = false;
  private hasVotable = false;
  private isInTable = false;
  private isDone = false;
  private statedRows: string | undefined;
  private readonly fields: VotableField[] = [];
  private columns: (VotableColumn | null)[] | null = null;
  private field: VotableField | null = null;
  private readonly parents: string[] = [];
  private text: string | null = null;
  private info: Attributes | null = null;
  private cellCount = 0;
  private binary: BinaryRows | null = null;
  private base64: Base64Decoder | null = null;

  constructor(
    private readonly name: string,
    private readonly options: CatalogOptions,
  ) {}

  open(element: string, attributes: Attributes): void {
    const parent = this.parents.at(-1);
    this.parents.push(element);
    if (element === "VOTABLE") this.hasVotable = true;
    else if (element === "TABLE") this.openTable(attributes);
    else if (element === "INFO") {
      this.info = attributes;
      this.text = "";
    } else if (!this.isInTable) return;
    else if (element === "TD") this.openCell(attributes, parent);
    else if (element === "TR") this.openRow(parent);
    else if (element === "FIELD") this.openField(attributes);
    else if (element === "VALUES" && this.field) this.field.nullText = attributes.null?.trim() ?? null;
    else if (element === "PARAM") this.meta[attributes.name ?? ""] = attributes.value ?? "";
    else if (element === "DESCRIPTION" && (parent === "FIELD" || parent === "TABLE")) this.text = "";
    else this.openData(element, attributes);
  }

  addText(text: string): void {
    if (this.isInStream) this.addStream(text);
    else if (this.text !== null) this.text += text;
  }

  close(element: string): void {
    this.parents.pop();
    if (element === "INFO") this.closeInfo();
    else if (element === "TABLE") this.closeTable();
    else if (!this.isInTable) return;
    else if (element === "TD") this.closeCell();
    else if (element === "TR") this.closeRow();
    else if (element === "FIELD") this.field = null;
    else if (element === "DESCRIPTION" && this.text !== null) this.closeDescription();
    else if (element === "STREAM" && this.isInStream) this.closeStream();
  }

  /** The finished columns. @throws MalformedFileError when there was no such table */
  finish(): CatalogColumn[] {
    if (!this.hasVotable) throw malformed(this.name, "no element VOTABLE", "a VOTable document");
    if (!this.isDone) {
      const status = this.meta.QUERY_STATUS === "ERROR" ? " and QUERY_STATUS ERROR" : "";
      throw malformed(this.name, `${this.tableCount} tables${status}`, `table ${this.options.table ?? 0}`);
    }
    if (this.tableCount > 1) this.meta.tables = String(this.tableCount);
    return this.openColumns().flatMap((column) => (column ? [column.finish()] : []));
  }

  private get place(): string {
    return this.tableName === null ? this.name : `table ${this.tableName} of ${this.name}`;
  }

  private openTable(attributes: Attributes): void {
    this.isInTable = this.tableCount === (this.options.table ?? 0);
    this.tableCount++;
    if (!this.isInTable) return;
    this.tableName = attributes.name ?? attributes.ID ?? null;
    this.statedRows = attributes.nrows;
  }

  private closeTable(): void {
    if (!this.isInTable) return;
    this.isInTable = false;
    this.isDone = true;
    if (this.statedRows === undefined || Number(this.statedRows) === this.rowCount) return;
    this.problems.push({ place: this.place, found: `${this.rowCount} rows`, expected: `${this.statedRows} by nrows` });
  }

  private openField(attributes: Attributes): void {
    if (this.columns) throw malformed(this.place, "a FIELD behind DATA", "fields first");
    refuseTooMany(this.fields.length + 1, this.name);
    this.field = readField(attributes, this.place);
    this.fields.push(this.field);
  }

  private closeInfo(): void {
    const text = (this.text ?? "").trim();
    const { name, value } = this.info ?? {};
    if (name !== undefined && !Object.hasOwn(this.meta, name)) this.meta[name] = value || text;
    this.info = null;
    this.text = null;
  }

  private closeDescription(): void {
    const text = (this.text ?? "").trim().replace(/\s+/g, " ");
    this.text = null;
    if (this.field) this.field.description = text === "" ? null : text;
    else if (text !== "") this.meta.description = text;
  }

  private openData(element: string, attributes: Attributes): void {
    if (element === "FITS") throw this.unsupported("data as FITS", "TABLEDATA, BINARY or BINARY2");
    if (element === "BINARY" || element === "BINARY2") {
      if (this.binary) throw malformed(this.place, "a second DATA", "one");
      this.binary = new BinaryRows(this.openColumns(), this.fields, element === "BINARY2", this.place);
    } else if (element === "STREAM") {
      if (attributes.href !== undefined) throw this.unsupported(`a STREAM at ${attributes.href}`, "data in the file");
      const encoding = attributes.encoding ?? "none";
      if (encoding !== "base64") throw this.unsupported(`a STREAM with encoding ${encoding}`, "base64");
      if (!this.binary) throw malformed(this.place, "a STREAM outside BINARY", "BINARY or BINARY2 around it");
      this.base64 = new Base64Decoder(this.place);
      this.isInStream = true;
    }
  }

  /** Columns in order of the fields, made once all fields are known. */
  private openColumns(): (VotableColumn | null)[] {
    if (this.columns) return this.columns;
    const { names, problems } = distinctNames(
      this.fields.map((field) => field.name),
      this.place,
    );
    this.problems.push(...problems);
    for (const [i, field] of this.fields.entries()) field.name = names[i]!;
    this.columns = this.fields.map((field) => (isWanted(field.name, this.options) ? new VotableColumn(field) : null));
    return this.columns;
  }

  private addStream(text: string): void {
    this.binary!.push(this.base64!.push(text));
    this.rowCount = this.binary!.rowCount;
  }

  private closeStream(): void {
    this.binary!.push(this.base64!.end());
    this.binary!.end();
    this.rowCount = this.binary!.rowCount;
    this.isInStream = false;
  }

  private openRow(parent: string | undefined): void {
    this.requireParent("TR", parent, "TABLEDATA");
    this.cellCount = 0;
  }

  private openCell(attributes: Attributes, parent: string | undefined): void {
    this.requireParent("TD", parent, "TR");
    if (attributes.encoding !== undefined) throw this.unsupported(`a TD with encoding ${attributes.encoding}`, "text");
    this.text = "";
  }

  private closeCell(): void {
    const columns = this.openColumns();
    const i = this.cellCount++;
    if (i >= columns.length) throw this.wrongCount(`${this.cellCount} or more TD`);
    const column = columns[i];
    if (column) addCell(column, this.text ?? "", `FIELD ${column.field.name} of ${this.place}, row ${this.rowCount}`);
    this.text = null;
  }

  private closeRow(): void {
    if (this.cellCount !== this.fields.length) throw this.wrongCount(`${this.cellCount} TD`);
    this.rowCount++;
  }

  /** A cell or row where none belongs would shift the values of a column. */
  private requireParent(element: string, parent: string | undefined, expected: string): void {
    if (parent === expected) return;
    throw malformed(this.place, `${element} in ${parent ?? "nothing"}`, `${element} in ${expected}`);
  }

  private wrongCount(found: string): Error {
    return malformed(`row ${this.rowCount} of ${this.place}`, found, String(this.fields.length));
  }

  private unsupported(found: string, expected: string): UnsupportedFormatError {
    return new UnsupportedFormatError({ place: this.place, found, expected });
  }
}
