// The door of everything that is sent as JSON.
import { z } from "zod";
import { InvalidParameterError } from "@/lib/errors";
import { refusalOf } from "@/lib/refusals";

export const idSchema = z.coerce.number().int().min(1).max(2_147_483_647);
const idParameter = z.object({ id: idSchema });

/**
 * Id in the path of a route.
 *
 * @throws ZodError naming the parameter when it is no id
 */
export async function readId(context: { params: Promise<{ id: string }> }): Promise<number> {
  return idParameter.parse(await context.params).id;
}

/**
 * Reads a JSON body.
 *
 * @throws InvalidParameterError when it is not JSON, or not what the schema says
 */
export async function readBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const input = parseJson(await request.text());
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { name, found, expected } = refusalOf(parsed.error, input);
  throw new InvalidParameterError({ place: name ? `parameter ${name}` : "request body", found, expected });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (name, value: unknown) => storable(name, value));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const found = JSON.stringify(text.slice(0, 60));
    throw new InvalidParameterError({ place: "request body", found, expected: "JSON" }, { cause: error });
  }
}

/** PostgreSQL holds neither a NUL nor half of a pair of surrogates. */
function storable(name: string, value: unknown): unknown {
  if (typeof value !== "string" || (value.isWellFormed() && !value.includes("\0"))) return value;
  const found = JSON.stringify(value.slice(0, 60));
  throw new InvalidParameterError({ place: `parameter ${name}`, found, expected: "Unicode text without NUL" });
}
