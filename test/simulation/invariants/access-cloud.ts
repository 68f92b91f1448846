import { type Grant, isBegun } from "#shared/access/grant.ts";
import { artifactOf } from "#shared/access/grant-names.ts";
import { documentHash } from "#shared/access/policy-document.ts";
import type { CloudCall, Faults } from "#shared/adapters/local/sandbox/faults.ts";
import type { Sandbox } from "#shared/adapters/local/sandbox/sandbox.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { Rows } from "#test/simulation/invariants/rows.ts";

type Say = (sentence: string) => void;

/** An object of each dataset, and who owns its bucket. */
export const OBJECTS: ReadonlyMap<string, string> = new Map([
  ["sales.orders", "arn:aws:s3:::saltmarsh-sales/orders/a.csv"],
  ["sales.stock", "arn:aws:s3:::saltmarsh-sales/stock/a.csv"],
  ["sales.prices", "arn:aws:s3:::saltmarsh-sales-dev/prices/a.csv"],
]);

/** 1, 2 and 9, at the moment at which a put is sent and before it acts. */
export function putWatch(rows: () => Rows, clock: Clock, say: Say): Faults {
  return (call) => {
    if (call.operation === "iam:PutRolePolicy") checkPut(call, { rows: rows(), clock }, say);
    return undefined;
  };
}

function checkPut({ args, deadline }: CloudCall, { rows, clock }: { rows: Rows; clock: Clock }, say: Say): void {
  // Held up since it was meant: it is not sent.
  if (deadline !== undefined && clock.now() > deadline) return;
  const name = String(args["policy"]);
  const grant = rows.get("grant", artifactOf(name)?.grant ?? "") as Grant | undefined;
  if (grant === undefined || !isBegun(grant)) {
    say(`1: ${name} is put, and no grant of it has begun`);
    return;
  }
  const artifact = grant.artifacts.find((each) => each.name === name);
  const hash = documentHash(args["document"] as JsonObject, nodeDigest);
  if (artifact?.hash !== hash) say(`1: ${name} is put with other content than grant ${grant.id} intends`);
  if (grant.role.roleName !== args["role"]) say(`9: ${name} is put on the role ${String(args["role"])}`);
  if (!rows.wasScheduled(name)) say(`2: ${name} is put, and its end is not scheduled`);
  if (grant.state === "REVOKED") say(`7: ${name} is put, and grant ${grant.id} is revoked`);
  if (clock.now() > grant.fence) say(`7: ${name} is put after the fence of grant ${grant.id}`);
}

export type CloudWorld = {
  readonly rows: Rows;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  /** Grants whose policies an administrator touched: what they allow is no longer ours to say. */
  readonly tampered: ReadonlySet<string>;
};

type Asked = { readonly person: string; readonly dataset: string; readonly grants: readonly Grant[] };

/** 7, 8, 11 and 12: what IAM itself answers, against what the rows say. */
export function checkAccess(world: CloudWorld, say: Say): void {
  const grants = (world.rows.ofKind("grant") as readonly Grant[]).filter(isBegun);
  const asked = Map.groupBy(grants, (grant) => `${grant.role.person} ${grant.dataset}`);
  for (const [key, own] of asked) {
    const [person = "", dataset = ""] = key.split(" ");
    checkOne({ person, dataset, grants: own }, world, say);
  }
}

function checkOne({ person, dataset, grants }: Asked, { sandbox, clock, tampered }: CloudWorld, say: Say): void {
  const now = clock.now();
  const account = grants[0]?.role.account;
  if (account === undefined) return;
  const object = OBJECTS.get(dataset) ?? "";
  const { allowed, because } = sandbox.try({ person: personId(person), account }, "s3:GetObject", object);
  if (!allowed) {
    const live = grants.find((each) => isLive(each, now) && !tampered.has(each.id));
    if (live !== undefined) say(`12: grant ${live.id} is active, and ${person} cannot read (${because})`);
    return;
  }
  const inWindow = grants.some((each) => isBegun(each) && each.activatedAt <= now && now < each.expiresAt);
  if (!inWindow) say(`8: ${person} can read ${dataset} outside of every window (${because})`);
  if (grants.every(({ state }) => state === "REVOKED"))
    say(`7: ${person} can read ${dataset}, and every grant of it is revoked`);
}

/** The dates of a policy are whole seconds: access ends up to one second before its row says so, never after. */
const isLive = (grant: Grant, now: number): boolean =>
  grant.state === "ACTIVE" &&
  grant.seenGeneration === grant.generation &&
  now < Math.floor(grant.expiresAt / 1_000) * 1_000;
