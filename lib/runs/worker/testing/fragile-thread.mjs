// A compute thread that dies in the way it is told, for tests of the pool.

import { parentPort } from "node:worker_threads";

parentPort?.on("message", ({ request }) => {
  switch (request.wish) {
    case "exit":
      process.exit(7);
      break;
    case "throw":
      setImmediate(() => {
        throw new Error("a fault of the program");
      });
      break;
    case "eat memory": {
      const eaten = [];
      for (;;) eaten.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));
    }
    default:
      parentPort?.postMessage({ ok: true, result: request.wish });
  }
});
