// What every answer carries for safety: a content security policy with a fresh nonce per page (no other origin, no eval,
// no inline script), and a refusal of writes that another site's page sends.
import { type NextRequest, NextResponse } from "next/server";

/** Styles need 'unsafe-inline': Mantine and plotly write style elements and attributes. React's development build needs eval. */
function policy(nonce: string): string {
  const evalInDevelopment = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evalInDevelopment}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** A browser says where a request comes from; the command line says nothing and is trusted as its user is. */
function isFromElsewhere(request: NextRequest): boolean {
  const origin = request.headers.get("origin");
  return origin !== null && (!URL.canParse(origin) || new URL(origin).host !== request.headers.get("host"));
}

export function proxy(request: NextRequest) {
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead && isFromElsewhere(request)) {
    const message = "request: sent by another site's page, expected this one";
    return NextResponse.json({ tag: "InvalidParameter", message }, { status: 403, headers: HEADERS });
  }
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const value = policy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", value);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", value);
  for (const [name, text] of Object.entries(HEADERS)) response.headers.set(name, text);
  return response;
}

/**
 * Of the API only what says where it comes from: answers of the API are no pages (next.config.ts gives them their policy), and a tile
 * does not wait for a nonce. Not the uploads: Next keeps a copy of each body that passes here and cuts it at 10 MB. What other sites
 * send there is turned away in next.config.ts.
 */
export const config = {
  matcher: [
    "/((?!_next/static|_next/image|api/).*)",
    { source: "/api/((?!v1/uploads).*)", has: [{ type: "header", key: "origin" }] },
  ],
};
