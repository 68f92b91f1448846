import type { Coverage, Sighted } from "#shared/policy/enforce/coverage.ts";
import type { RowChange, Rows } from "#test/simulation/invariants/rows.ts";

type Say = (sentence: string) => void;

/** The loss of events is a share of these counts: each resource that was seen is in one of them once, whoever died over it. */
export function checkHeard(changes: readonly RowChange[], rows: Rows, say: Say): void {
  for (const id of new Set(changes.flatMap(shardOf))) {
    const { announced = 0, missed: lost = 0 } = (rows.get("coverage", id) ?? {}) as Partial<Coverage>;
    const seen = (rows.ofKind("sighted") as readonly Sighted[]).filter(({ shard }) => shard === id);
    const count = (how: Sighted["by"]) => seen.filter(({ by }) => by === how).length;
    const [heard, missed] = [count("event"), count("missed")];
    if (announced !== heard || lost !== missed)
      say(`heard: ${id} counts ${announced} and ${lost} missed, and ${heard} and ${missed} were seen`);
  }
}

function shardOf({ kind, id, after }: RowChange): readonly string[] {
  if (kind === "sighted") return [(after as Sighted).shard];
  return kind === "coverage" ? [id] : [];
}
