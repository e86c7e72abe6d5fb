// A filter while it is read: a text and the place reached.

import { InvalidParameterError } from "../errors";
import { STORED_COLUMNS } from "./stored-columns";

const LONGEST = 4000;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_]\w*/y;
/** a text without quotes ends at a blank, a bracket, a comma, & or | */
const BARE = /[^\s&|(),"'=<>!~]+/y;
const QUOTED = /"([^"]*)"|'([^']*)'/y;
const OPERATOR = /[<>=*/+-]|!=/y;
const SHOWN = 24;

/** Takes the pieces of a filter one by one; blanks before each are skipped. */
export class FilterText {
  position = 0;

  /** @throws InvalidParameterError for a text that is too long to be a filter */
  constructor(readonly text: string) {
    if (text.length <= LONGEST) return;
    throw new InvalidParameterError({
      place: "filter",
      found: `${text.length} characters`,
      expected: `at most ${LONGEST}`,
    });
  }

  isAtEnd(): boolean {
    this.skip();
    return this.position >= this.text.length;
  }

  isNext(sign: string): boolean {
    this.skip();
    return this.text.startsWith(sign, this.position);
  }

  /** Whether a sum or a comparison goes on here. */
  isNextOperator(): boolean {
    this.skip();
    OPERATOR.lastIndex = this.position;
    return OPERATOR.test(this.text);
  }

  /** The first of the signs that stands here, behind which the reading goes on; null: none. */
  takeSign<Sign extends string>(signs: readonly Sign[]): Sign | null {
    const found = signs.find((sign) => this.isNext(sign));
    if (found === undefined) return null;
    this.position += found.length;
    return found;
  }

  /** Whether this word stands here, whole and in any case. */
  takeWord(word: string): boolean {
    const start = this.position;
    if (this.takeName()?.toLowerCase() === word) return true;
    this.position = start;
    return false;
  }

  takeName(): string | null {
    return this.take(NAME)?.[0] ?? null;
  }

  takeNumber(): number | null {
    const found = this.take(NUMBER)?.[0];
    return found === undefined ? null : Number(found);
  }

  /** @throws InvalidParameterError when no text stands here */
  requireValue(expected: string): string {
    const quoted = this.take(QUOTED);
    if (quoted) return quoted[1] ?? quoted[2] ?? "";
    const bare = this.take(BARE);
    if (bare) return bare[0];
    throw this.refusal(expected);
  }

  /** The refusal of what stands here. */
  refusal(expected: string): InvalidParameterError {
    this.skip();
    const rest = this.text.slice(this.position, this.position + SHOWN);
    const found = rest === "" ? "the end" : JSON.stringify(rest);
    return new InvalidParameterError({ place: `filter, character ${this.position + 1}`, found, expected });
  }

  /** What a name that is no column may have meant. */
  nearestColumn(name: string): string {
    const distances = STORED_COLUMNS.map((column) => ({ name: column.name, far: editDistance(name, column.name) }));
    const best = distances.reduce((a, b) => (b.far < a.far ? b : a));
    return best.far <= name.length / 2 ? `a column: ${best.name}?` : "a column of the candidate table";
  }

  private skip(): void {
    while (/\s/.test(this.text[this.position] ?? "")) this.position++;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    this.skip();
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found) this.position += found[0].length;
    return found;
  }
}

/** Insertions, deletions and replacements from one word to the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
