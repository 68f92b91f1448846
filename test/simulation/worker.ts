// Runs every seed that the parent sends, one after the other, and answers each with its outcome.
import { parentPort } from "node:worker_threads";
import { runSeed } from "#test/simulation/run-seed.ts";

parentPort?.on("message", async (seed: number) => {
  const { trace, ...outcome } = await runSeed(seed);
  parentPort?.postMessage({ ...outcome, trace: outcome.breaches.length > 0 ? trace.slice(-12) : [] });
});
