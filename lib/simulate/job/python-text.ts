// Numbers as Python prints them, for catalogues that Python pipelines write.

/**
 * A float as repr gives it: shortest text that reads back, with a point or an exponent; exponents of two digits at least.
 *
 * @param value any
 * @returns 12.0, 1e-05, nan, inf
 */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent] = value.toExponential().split("e");
    const power = Number(exponent);
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}

/**
 * A float with a fixed number of decimals.
 *
 * @param value any
 * @param decimals after the point
 * @returns as Python's format with .nf
 */
export function pythonFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return pythonFloat(value);
  return Math.abs(value) < 1e21 ? value.toFixed(decimals) : `${String(BigInt(value))}.${"0".repeat(decimals)}`;
}

/**
 * A float as C's %.8e gives it.
 *
 * @param value finite
 * @param decimals after the point
 * @returns exponent of two digits at least
 */
export function exponential(value: number, decimals: number): string {
  const [digits, exponent] = value.toExponential(decimals).split("e");
  const power = Number(exponent);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
