import type { Person } from "#shared/catalog/person.ts";
import { personId } from "#shared/kernel/ids.ts";
import { millis, plus } from "#shared/kernel/time.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";
import { KILL_SWITCH } from "#shared/policy/enforce/kill-switch.ts";
import { ASKERS, DECIDERS, inState } from "#test/simulation/acts/access-calls.ts";
import { asksMore, speaks, turnsRules, waiting } from "#test/simulation/acts/change-acts.ts";
import { does } from "#test/simulation/acts/policy-acts.ts";
import { type Act, call, chance, pick, type Story } from "#test/simulation/acts/story.ts";
import { turnsPolicy } from "#test/simulation/acts/turns-policy.ts";

/*
 * What stories seldom come to by chance, done on purpose: for planted faults that show in nothing else.
 */

/** The directory says that somebody left, or is back. */
function says(
  story: Story,
  id: string,
  { active, after }: { readonly active: boolean; readonly after?: () => void },
): string {
  const person: Person = { ...(story.rows.get("person", id) as Person), active };
  const name = `the directory says of ${id}: ${active ? "back" : "left"}`;
  story.world.simulator.begin(name, async () => {
    await story.world.ports.platform.persons.save([person], "function:directory");
    after?.();
  });
  return name;
}

function asksFor(story: Story, beneficiary: string, answered?: () => void): string {
  const as =
    pick(
      story,
      ASKERS.filter((each) => each !== beneficiary),
    ) ?? "ana";
  return call(story, {
    as,
    path: "/v1/access/requests",
    body: {
      items: [{ dataset: "sales.orders", template: "s3-prefix-read" }],
      duration: "30m",
      justification: "Looking into what went wrong here",
      beneficiary,
    },
    headers: { "idempotency-key": `${as}-again-${story.count}` },
    ...(answered === undefined ? {} : { answered }),
  });
}

const turns = (story: Story, on: boolean, then?: () => void): string =>
  turnsPolicy(story, {
    id: "orders-own-rules",
    on,
    rules: { stricter: true },
    ...(then === undefined ? {} : { then }),
  });

/** Asked for twice, and between the two they leave, or the rules become stricter: what a process knows of either is old. */
export const asksAcrossAChange: Act = (story) => {
  const who = pick(story, ASKERS) ?? "ben";
  const again = (): void => void asksFor(story, who);
  if (story.isStricter()) return turns(story, false);
  const leaves = chance(story, 0.5);
  return asksFor(story, who, () => {
    if (leaves) says(story, personId(who), { active: false, after: again });
    else turns(story, true, again);
  });
};

/** Between the check of an activation and its write one of those who decide leaves, or the rules become stricter. */
export async function changesUnderway(story: Story): Promise<void> {
  const { persons } = story.world.ports.platform;
  const person = story.rows.get("person", pick(story, DECIDERS) ?? "owen") as Person;
  if (story.isStricter() || chance(story, 0.7))
    await persons.save([{ ...person, active: false }], "function:directory");
  else turns(story, true);
}

export const givesBack: Act = (story) => {
  const request = pick(story, inState(story, "ACTIVE"));
  if (request === undefined) return undefined;
  return call(story, { as: request.requester, path: `/v1/access/requests/${request.id}/completion`, body: {} });
};

export const comesBack: Act = (story) => {
  const gone = pick(
    story,
    (story.rows.ofKind("person") as readonly Person[]).filter(({ active }) => !active),
  );
  return gone === undefined ? undefined : says(story, gone.id, { active: true });
};

/** A policy that reached its cap, or was halted, goes on. */
export const resumes: Act = (story) =>
  call(story, { as: "pia", path: `/v1/policies/${pick(story, ["core-tags", "log-retention"])}/resumption`, body: {} });

/** Somebody makes what has to be put right. */
export const makes = (story: Story): string => {
  story.count += 1;
  const id = `made-${story.count}`;
  return chance(story, 0.5)
    ? does(story, "s3:CreateBucket", { bucket: id })
    : does(story, "logs:CreateLogGroup", { logGroup: `/app/${id}` });
};

/** Somebody's tool hears of a write and adds a tag that is nobody's business, so that the resource is judged once more. */
export function touches(story: Story, { arn, type }: ResourceRef): void {
  const found = story.world.sandbox.list().find((each) => each.arn === arn);
  if (found === undefined) return;
  if (type === "s3.bucket") {
    does(story, "s3:PutBucketTagging", { bucket: found.name, tags: { ...found.tags, Seen: "yes" } });
  } else if (type === "logs.log-group") does(story, "logs:TagResource", { arn, tags: { Seen: "yes" } });
}

/** Somebody makes it wrong in another way, a moment before our write: a reading of that moment wants something else. */
export function spoils(story: Story, { arn, type }: ResourceRef): void {
  const { sandbox, clock } = story.world;
  const group = sandbox.list().find((each) => each.arn === arn);
  if (group === undefined || type !== "logs.log-group") return;
  const retentionInDays = group.retention["logs.retention"] === 7 ? 1 : 7;
  does(story, "logs:PutRetentionPolicy", { logGroup: group.name, retentionInDays });
  clock.set(plus(clock.now(), millis(1)));
}

/** A word was said of a held change, and then a rule asks one more person of it. */
export const turnsAfterAWord: Act = (story) => {
  if (story.isHeldStricter() || waiting(story).every(({ held }) => held.votes.length === 0)) return turnsRules(story);
  return asksMore(story, () => speaks(story));
};

/** Everything is stopped, or goes on, and at once somebody makes what would be written. */
export const stopsAndMakes: Act = (story) => {
  const on = (story.rows.get("kill-switch", KILL_SWITCH) as { readonly on: boolean } | undefined)?.on !== true;
  return call(story, {
    as: "pat",
    method: "PUT",
    path: "/v1/kill-switch",
    body: { on, because: "something looks wrong" },
    answered: () => void makes(story),
  });
};
