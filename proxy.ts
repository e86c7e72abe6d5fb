// The content security policy: a fresh nonce per page; no other origin, no eval, no inline script.
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

export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const value = policy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", value);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", value);
  return response;
}

export const config = {
  matcher: [{ source: "/((?!api/|_next/static|_next/image|.*\\.svg$|.*\\.png$).*)" }],
};
