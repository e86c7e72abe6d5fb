import { expect, it } from "vitest";
import { z } from "zod";
import { answer, parametersOf } from "./error-response";

const schema = z.object({ limit: z.coerce.number().int().min(1), name: z.string().max(3).optional() });

/** What a route says of an address. */
async function saidOf(query: string): Promise<unknown> {
  const request = new Request(`http://localhost/api?${query}`);
  const response = await answer(async () => Response.json(schema.parse(parametersOf(request))), request);
  const body: unknown = await response.json();
  return { status: response.status, body };
}

it.each([
  ["limit=-4", { place: "parameter limit", found: '"-4"', expected: "a number of at least 1" }],
  ["limit=2&limit=x", { place: "parameter limit", found: '"x"', expected: "a number" }],
  ["limit=2&name=abcd", { place: "parameter name", found: '"abcd"', expected: "text of at most 3 characters" }],
  ["limit=2&name=%00", { place: "parameter name", found: '"\\u0000"', expected: "text without NUL" }],
])("tells of %s what was found", async (query, refusal) => {
  const { place, found, expected } = refusal;
  const message = `${place}: ${found}, expected ${expected}`;
  expect(await saidOf(query)).toEqual({ status: 400, body: { tag: "InvalidParameter", ...refusal, message } });
});

it("tells of a parameter that is missing that there is nothing", async () => {
  const request = new Request("http://localhost/api");
  const response = await answer(async () => Response.json(z.object({ x: z.string() }).parse({})), request);
  expect(await response.json()).toMatchObject({ place: "parameter x", found: "nothing", expected: "text" });
});
