import { InvalidParameterError } from "@/lib/errors";

/**
 * Splits a table of this room into rows of words.
 *
 * @param table text: one row a line, words parted by one space
 * @returns the rows in the table's order
 */
export function tableRows(table: string): string[][] {
  return table
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
}

/**
 * Reads a comma-separated list; one number stands for all.
 *
 * @param word the list
 * @param length how many numbers there must be
 * @param scale factor on each
 * @returns the numbers
 * @throws InvalidParameterError when a table of this room has the wrong length
 */
export function numberList(word: string | undefined, length: number, scale = 1): number[] {
  const values = (word ?? "").split(",").map((value) => Number(value) * scale);
  if (values.length === 1) return new Array<number>(length).fill(values[0]!);
  if (values.length !== length) {
    throw new InvalidParameterError({
      place: "camera table",
      found: `${values.length} numbers in a list`,
      expected: String(length),
    });
  }
  return values;
}
