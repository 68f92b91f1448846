import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { chance, pick, type Story } from "#test/simulation/acts/story.ts";
import { documentsOf, type Rules } from "#test/simulation/world/company.ts";
import { BY_THE_PLANE, type Founded, foundedBy } from "#test/simulation/world/founders.ts";

/** Who writes rules besides who laid the first: two of them are asked to decide as well, and two plan. */
const WRITERS = ["olga", "sue", "pat"];

/** Under strict segregation it matters; some say that it came with the plane, as only the first may say. */
function writerOf(story: Story): Founded {
  const { strict, founder } = story.world;
  if (!strict || founder === "person" || chance(story, 0.3)) return foundedBy({ strict, founder });
  return chance(story, 0.5) ? BY_THE_PLANE : { by: pick(story, WRITERS) ?? "sue" };
}

type Turn = {
  readonly id: string;
  readonly on: boolean;
  readonly rules: Partial<Rules>;
  /** What follows at once. */
  readonly then?: () => void;
};

/** Somebody writes a tightening policy, or takes it away, without a plan that anybody would have to agree to. */
export function turnsPolicy(story: Story, { id, on, rules, then }: Turn): string {
  const { strict, ports, simulator } = story.world;
  const { catalogs } = ports.platform;
  const adds = on ? documentsOf({ strict, stricter: false, ...rules }).filter((each) => each.id === id) : [];
  const writer = writerOf(story);
  const name = `${writer.author ?? writer.by} ${on ? "writes" : "takes away"} policy ${id}`;
  simulator.begin(name, async () => {
    const current = await catalogs.current();
    const documents = [...current.documents.filter((each) => each.id !== id), ...adds];
    const next = resolveApplied(documents, {
      revision: current.revision + 1,
      digest: nodeDigest,
      pins: current.pins,
    });
    await catalogs.save(next, writer);
    then?.();
  });
  return name;
}
