// The command line: finds the command, runs it, turns errors into one line and an exit code
// (0 it worked, 1 it did not, 2 wrong usage).

import { HelpAsked, oneLine, UsageError } from "./commands/usage";

interface Command {
  run(args: string[]): Promise<number>;
}

const COMMANDS: Record<string, { summary: string; load: () => Promise<Command> }> = {
  start: { summary: "everything at once: database, pages, one worker", load: () => import("./commands/start") },
  mount: { summary: "data roots: add, list, remove, scan, apply", load: () => import("./commands/mount") },
  run: { summary: "run a pipeline on a selection and wait for it", load: () => import("./commands/run") },
  worker: { summary: "more compute, on any machine", load: () => import("./commands/worker") },
  detect: { summary: "dark rings of FITS images, without a database", load: () => import("./commands/detect") },
  candidates: {
    summary: "ZOGY and SFFT detections of job folders, merged and matched to truth",
    load: () => import("./commands/candidates"),
  },
  fits: { summary: "what is in FITS files: HDUs, headers, statistics, faults", load: () => import("./commands/fits") },
  catalog: { summary: "columns and rows of catalogues, without a database", load: () => import("./commands/catalog") },
  export: { summary: "a table as CSV, ECSV, Parquet, VOTable or FITS", load: () => import("./commands/export") },
  simulate: { summary: "deterministic test exposures with truth", load: () => import("./commands/simulate") },
  sample: { summary: "make the sample, mount it and run dark-rings on it", load: () => import("./commands/sample") },
  doctor: { summary: "what is installed, reachable, slow or wrong", load: () => import("./commands/doctor") },
};

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return ["usage: annulus COMMAND [OPTIONS]", "", ...lines, "", "annulus COMMAND --help says more."].join("\n");
}

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(usage());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new UsageError(`${name}: no such command, expected one of ${Object.keys(COMMANDS).join(", ")}`);
  }
  return (await command.load()).run(rest);
}

// a reader that closes the pipe early (head) is not an error
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof HelpAsked) {
      console.log(error.message);
      return;
    }
    const { line, exitCode } = oneLine(error);
    process.stderr.write(`annulus: ${line}\n`);
    if (process.env.DEBUG) console.error(error);
    process.exitCode = exitCode;
  },
);
