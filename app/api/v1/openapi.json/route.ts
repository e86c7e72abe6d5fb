// GET: what the API offers, as OpenAPI 3.1. Kept by hand beside the routes; the test compares it with the folders.
import { OPERATIONS } from "./operations";

const PARAMETER = /\{(\w+)\}/g;

function parametersOf(path: string, query: readonly string[]) {
  const inPath = [...path.matchAll(PARAMETER)].map(([, name]) => ({ name, in: "path", required: true }));
  const inQuery = query.map((name) => ({ name, in: "query", required: false }));
  return [...inPath, ...inQuery].map((parameter) => ({ ...parameter, schema: { type: "string" } }));
}

const REFUSAL = {
  description: "refused: what was found where, and what was expected",
  content: {
    "application/json": {
      schema: {
        type: "object",
        required: ["tag", "message"],
        properties: Object.fromEntries(
          ["tag", "place", "found", "expected", "message"].map((name) => [name, { type: "string" }]),
        ),
      },
    },
  },
};

function document() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path, summary, query = [], body, answers = "application/json" } of OPERATIONS) {
    paths[path] ??= {};
    paths[path][method] = {
      summary,
      parameters: parametersOf(path, query),
      ...(body ? { requestBody: { required: true, content: { [body]: { schema: {} } } } } : {}),
      responses: { "2XX": { description: "done", content: { [answers]: { schema: {} } } }, "4XX": REFUSAL },
    };
  }
  return { openapi: "3.1.0", info: { title: "Annulus", version: "1" }, servers: [{ url: "/api/v1" }], paths };
}

export function GET(): Response {
  return Response.json(document());
}
