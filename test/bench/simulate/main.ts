/*
 * What a simulated company costs: steps per second of one core, and how long it takes to found one.
 *
 * node test/bench/simulate/main.ts [--smoke]
 */
import { runSeed } from "#test/simulation/run-seed.ts";
import { openWorld } from "#test/simulation/world/world.ts";

const seeds = process.argv.includes("--smoke") ? 3 : 100;

await runSeed(0);
let steps = 0;
let broken = 0;
const began = performance.now();
for (let seed = 1; seed <= seeds; seed += 1) {
  const outcome = await runSeed(seed);
  steps += outcome.steps;
  broken += outcome.breaches.length > 0 ? 1 : 0;
}
const milliseconds = performance.now() - began;
const opened = performance.now();
for (let seed = 1; seed <= seeds; seed += 1) (await openWorld(seed)).database.close();
const opening = (performance.now() - opened) / seeds;
console.log(`simulate: ${seeds} seeds of ${steps / seeds} steps, ${broken} of them with a breach`);
console.log(`  steps a second         ${((steps * 1_000) / milliseconds).toFixed(0)} on one core, invariants included`);
console.log(
  `  a seed                 ${(milliseconds / seeds).toFixed(0)} ms, of which ${opening.toFixed(1)} ms to open its world`,
);
