// GET ?q=: what a text may mean, the likeliest first.
import { searchEverything } from "@/lib/queries/search";
import { answer, parametersOf } from "../error-response";

const LONGEST = 300;

export function GET(request: Request): Promise<Response> {
  return answer(async () =>
    Response.json({ hits: await searchEverything((parametersOf(request).q ?? "").slice(0, LONGEST)) }),
  );
}
