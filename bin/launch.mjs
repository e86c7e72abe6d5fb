#!/usr/bin/env node
// The two commands and their relatives: `npm start`, `npm test`, `npm run setup`, `npm run bench`, and what runs behind
// bin/annulus. Plain JavaScript on Node 20 and its built-ins: it brings everything else.

import module from "node:module";
import path from "node:path";
import { oneLine, Problem, say } from "./launch/console.mjs";
import { isRightNode } from "./launch/node.mjs";

const USAGE = `usage: npm start [-- --mount DIR]... [--port P] [--host H]
       npm test [-- unit|integration|browser|lint|types|architecture]...
       npm run setup
       npm run bench -- NAME
       npm run fuzz -- NAME
       npm run database -- start|stop|create NAME|check`;

const COMMANDS = {
  start: async (args) => (await import("./launch/start.mjs")).start(args),
  test: async (args) => (await import("./launch/test.mjs")).test(args),
  setup: async () => (await import("./launch/setup.mjs")).setUp(),
  bench: async (args) => (await import("./launch/commands.mjs")).bench(args),
  fuzz: async (args) => (await import("./launch/commands.mjs")).fuzz(args),
  annulus: async (args) => (await import("./launch/annulus.mjs")).annulus(args),
  database: async (args) => (await import("./launch/database.mjs")).databaseCommand(args),
};

// compiled code is kept from one start to the next: 30 ms less for a small command
module.enableCompileCache?.(path.join(import.meta.dirname, "../build/compile-cache"));

async function main() {
  const [name = "", ...args] = process.argv.slice(2);
  if (!Object.hasOwn(COMMANDS, name)) throw new Problem(USAGE, 2);
  if (await isRightNode()) await COMMANDS[name](args);
}

main().catch((error) => {
  say(`annulus: ${error instanceof Problem ? error.message : oneLine(error)}`);
  if (process.env.DEBUG) console.error(error);
  process.exit(error instanceof Problem ? error.exitCode : 1);
});
