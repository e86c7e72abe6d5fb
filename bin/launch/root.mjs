import path from "node:path";

/** The folder of package.json. Apart from the other modules: a small command shall not wait for what they load. */
export const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
