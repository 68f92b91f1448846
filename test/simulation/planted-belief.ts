import type { PlanePorts } from "#infra/local/plane-ports.ts";
import type { GrantCloud } from "#shared/access/cloud.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { ResourceChange, ResourceCloud, ResourceState } from "#shared/policy/cloud.ts";
import type { Plant } from "#test/simulation/world/world.ts";

/*
 * A plane that takes an answer for the deed: what was accepted it believes to be so, whatever the account shows. None of
 * these changes a call; that the account accepts what it does not do is the weather's.
 */

/** Tags and retentions that the account took are believed to be there. */
const believedResources = (cloud: ResourceCloud): ResourceCloud => {
  const wished = new Map<string, readonly ResourceChange[]>();
  return {
    list: (...call) => cloud.list(...call),
    async write(ref, changes, ...more) {
      const reply = await cloud.write(ref, changes, ...more);
      if (reply.kind === "accepted") wished.set(ref.arn, changes);
      return reply;
    },
    async read(ref, ...more) {
      const read = await cloud.read(ref, ...more);
      const changes = wished.get(ref.arn);
      if (read.kind !== "read" || changes === undefined) return read;
      return { kind: "read", state: changes.reduce(asWished, read.state) };
    },
  };
};

function asWished(state: ResourceState, change: ResourceChange): ResourceState {
  if (change.set === "retention") return { ...state, retention: { ...state.retention, [change.control]: change.days } };
  const { [change.key]: _before, ...tags } = state.tags;
  return { ...state, tags: change.value === undefined ? tags : { ...tags, [change.key]: change.value } };
}

export const writeBelieved: Plant = {
  ports: (ports) => ({ ...ports, policy: { ...ports.policy, cloud: believedResources(ports.policy.cloud) } }),
};

const withCloud = (ports: PlanePorts, own: Partial<GrantCloud>): PlanePorts => {
  const { cloud } = ports.access;
  const other = new Proxy(cloud, {
    get: (target, property) => Reflect.get(own, property) ?? Reflect.get(target, property, target),
  });
  return { ...ports, access: { ...ports.access, cloud: other } };
};

/** A policy that the account took is believed to stand. */
const believedPuts = (ports: PlanePorts): PlanePorts => {
  const { cloud } = ports.access;
  const put = new Map<string, JsonObject>();
  return withCloud(ports, {
    async putPolicy(policy, deadline) {
      const reply = await cloud.putPolicy(policy, deadline);
      if (reply.kind === "accepted") put.set(policy.name, policy.document);
      return reply;
    },
    async readPolicy(role, name) {
      const read = await cloud.readPolicy(role, name);
      const document = put.get(name);
      return read.kind === "read" && document !== undefined ? { ...read, value: document } : read;
    },
  });
};

export const putBelieved: Plant = { ports: believedPuts };

/** A policy whose delete the account took is believed to be gone. */
const believedDeletes = (ports: PlanePorts): PlanePorts => {
  const { cloud } = ports.access;
  const gone = new Set<string>();
  return withCloud(ports, {
    async deletePolicy(role, name, deadline) {
      const reply = await cloud.deletePolicy(role, name, deadline);
      if (reply.kind === "accepted") gone.add(name);
      return reply;
    },
    async listPolicies(role, prefix) {
      const list = await cloud.listPolicies(role, prefix);
      return list.kind === "read" ? { ...list, value: list.value.filter((name) => !gone.has(name)) } : list;
    },
  });
};

export const deleteBelieved: Plant = { ports: believedDeletes };
