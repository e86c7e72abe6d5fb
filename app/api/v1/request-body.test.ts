import { expect, it } from "vitest";
import { z } from "zod";
import { readBody } from "./request-body";

const schema = z.object({ name: z.string(), query: z.string() });
const read = (body: string) => readBody(new Request("http://localhost/api", { method: "POST", body }), schema);

it("reads texts in any script", async () => {
  expect(await read('{"name":"\\ud83d\\ude00","query":"é"}')).toEqual({ name: "😀", query: "é" });
});

it.each([
  ['{"name":"a\\u0000b","query":""}', "parameter name"],
  ['{"name":"a","query":"\\ud800"}', "parameter query"],
])("refuses %s, which the database cannot hold", async (body, place) => {
  await expect(read(body)).rejects.toMatchObject({
    tag: "InvalidParameter",
    place,
    expected: "Unicode text without NUL",
  });
});
