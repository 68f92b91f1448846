import { creationTrailContract } from "#test/contract/creation-trail.ts";
import { trailWorld } from "#test/support/trail-world.ts";

creationTrailContract("SandboxCreationTrail", async () => {
  const world = trailWorld();
  return { ...world, trail: world.sandbox.trail };
});
