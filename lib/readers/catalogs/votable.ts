// VOTable documents, read as a stream (VOTable 1.4; https://www.ivoa.net/documents/VOTable/20191021/).

import { SaxesParser } from "saxes";
import { UnsupportedFormatError } from "@/lib/errors";
import type { ByteSource } from "@/lib/files/memory-source";
import { type Catalog, type CatalogOptions, malformed } from "./catalog";
import { VotableDocument } from "./votable-document";

const CHUNK_BYTES = 1_048_576;

/** A tag may be so long; one text (a description, a cell) stays within what it costs to hold the file. */
const LONGEST_TAG = 1_000_000;

const STREAM_TAG = /<(?:[\w.-]+:)?STREAM[\s>]/g;

/**
 * Reads one table of a VOTable document: TABLEDATA, BINARY or BINARY2 in base64, any namespace prefix, versions 1.0 to 1.5.
 *
 * Types as declared: char and unicodeChar are text, trailing blanks off; bit arrays a byte each; complex as pairs. Nulls: an empty TD, the flags of
 * BINARY2, VALUES null, ? for a boolean, an empty text; NaN is a value. Arrays of a fixed arraysize have a cellShape (slowest axis first), others
 * offsets. meta: INFO and PARAM by name, description. Memory: the values, and one piece of the file of 1 MB.
 *
 * @param source bytes of the file
 * @param options columns to keep; which table, in document order
 * @returns the catalogue; a wrong nrows is among the problems
 * @throws MalformedFileError naming line, row and FIELD (entities of a document type are never expanded: they are refused);
 *   UnsupportedFormatError for FITS data, data elsewhere (href), other encodings
 */
export async function readVotable(source: ByteSource, options: CatalogOptions = {}): Promise<Catalog> {
  const { name, byteLength } = source;
  const document = new VotableDocument(name, options);
  const feed = new VotableFeed(document, name);
  let decoder: TextDecoder | null = null;
  for (let start = 0; start < byteLength; start += CHUNK_BYTES) {
    const end = Math.min(byteLength, start + CHUNK_BYTES);
    const chunk = await source.read(start, end);
    decoder ??= decoderFor(chunk, name);
    feed.push(decoder.decode(chunk, { stream: end < byteLength }));
  }
  feed.end();
  const columns = document.finish();
  const { tableName, meta, rowCount, problems } = document;
  return { name: tableName, format: "votable", meta, columns, rowCount, problems };
}

/** Hands text to the parser, but the base64 of a STREAM directly to its decoder, piece by piece: the parser would collect it first. */
class VotableFeed {
  private readonly parser = new SaxesParser({ xmlns: false, position: true });
  private held = "";

  constructor(
    private readonly document: VotableDocument,
    private readonly name: string,
  ) {
    const local = (tag: string) => tag.slice(tag.indexOf(":") + 1);
    this.parser.on("opentag", ({ name: tag, attributes }) => document.open(local(tag), attributes));
    this.parser.on("closetag", ({ name: tag }) => document.close(local(tag)));
    this.parser.on("text", (text) => document.addText(text));
    this.parser.on("cdata", (text) => document.addText(text));
    this.parser.on("error", (error) => {
      throw malformed(`line ${this.parser.line} of ${name}`, error.message.replace(/^\d+:\d+: /, ""), "XML", error);
    });
  }

  push(text: string): void {
    let rest = this.held + text;
    this.held = "";
    while (rest !== "") rest = this.document.isInStream ? this.pushStream(rest) : this.pushMarkup(rest);
  }

  end(): void {
    this.parser.write(this.held);
    this.parser.close();
  }

  /** @returns what is behind the base64: from the next tag on */
  private pushStream(text: string): string {
    const tag = text.indexOf("<");
    if (tag !== 0) {
      this.document.addText(tag < 0 ? text : text.slice(0, tag));
      return tag < 0 ? "" : text.slice(tag);
    }
    const end = text.indexOf(">") + 1;
    if (end === 0) return this.hold(text);
    this.parser.write(text.slice(0, end));
    return text.slice(end);
  }

  /** @returns what is behind the next tag of a STREAM */
  private pushMarkup(text: string): string {
    STREAM_TAG.lastIndex = 0;
    const stream = STREAM_TAG.exec(text);
    const end = stream ? text.indexOf(">", stream.index) + 1 : 0;
    if (end > 0) {
      this.parser.write(text.slice(0, end));
      return text.slice(end);
    }
    const last = stream ? stream.index : text.lastIndexOf("<");
    // a tag that the chunk cuts in two may be a STREAM's
    const cut = last >= 0 && !text.includes(">", last) ? last : text.length;
    this.parser.write(text.slice(0, cut));
    return this.hold(text.slice(cut));
  }

  private hold(text: string): string {
    if (text.length > LONGEST_TAG) {
      throw malformed(`line ${this.parser.line} of ${this.name}`, `a tag longer than ${LONGEST_TAG} characters`, "XML");
    }
    this.held = text;
    return "";
  }
}

function decoderFor(head: Uint8Array, name: string): TextDecoder {
  const declaration = new TextDecoder("windows-1252").decode(head.subarray(0, 200));
  const encoding = /^[^<]*<\?xml[^>]*encoding=["']([\w.:-]+)["']/.exec(declaration)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(encoding);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UnsupportedFormatError({ place: name, found: `encoding ${encoding}`, expected: "UTF-8" }, { cause });
  }
}
