import { AsyncLocalStorage } from "node:async_hooks";
import type { Capability, FunctionSpec } from "#shared/runtime/function.ts";
import type { Query, Table, Write } from "#shared/storage/table.ts";

const acting = new AsyncLocalStorage<FunctionSpec>();

/** Runs `work` as this function: however deep it goes, a table {@link withinCapabilities} holds it to its spec. */
export const actingAs = <Value>(spec: FunctionSpec, work: () => Value): Value => acting.run(spec, work);

/** A function asked for what its spec does not name. In the cloud IAM refuses the same call. */
export class BeyondCapabilities extends Error {
  override readonly name = "BeyondCapabilities";
}

/**
 * The same table, which lets a function do what its spec names and nothing else, as IAM does in the cloud: what is
 * missing from a spec shows on the laptop and in every simulation. Outside {@link actingAs} it does nothing.
 *
 * @throws BeyondCapabilities when the function that acts has not the capability, or the partition is none of its own
 */
export const withinCapabilities = (table: Table): Table => ({
  async get(key) {
    hold("table.get", key.pk);
    return table.get(key);
  },
  async query(query) {
    hold(capabilityOf(query), query.partition);
    return table.query(query);
  },
  async transact(writes) {
    for (const write of writes) hold(WRITING[write.op], write.op === "put" ? write.item.pk : write.key.pk);
    return table.transact(writes);
  },
});

const WRITING: { readonly [op in Write["op"]]: Capability } = {
  put: "table.write",
  check: "table.check",
  delete: "table.delete",
};

const capabilityOf = ({ index }: Query): Capability => (index === undefined ? "table.query" : `index.${index}`);

function hold(capability: Capability, partition: string): void {
  const spec = acting.getStore();
  if (spec === undefined) return;
  const { name, capabilities, partitions } = spec;
  if (!capabilities.includes(capability)) {
    throw new BeyondCapabilities(`Cannot act as ${name}: its spec does not name ${capability}`);
  }
  if (partitions !== undefined && !partitions.some((own) => isWithin(partition, own))) {
    throw new BeyondCapabilities(`Cannot act as ${name}: partition "${partition}" is none of ${partitions.join(", ")}`);
  }
}

const isWithin = (partition: string, own: string): boolean =>
  own.endsWith("*") ? partition.startsWith(own.slice(0, -1)) : partition === own;
