import type { Sandbox } from "#shared/adapters/local/sandbox/sandbox.ts";
import type { Finding } from "#shared/findings/finding.ts";
import { type AccountNumber, personId } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";
import type { Action } from "#shared/policy/enforce/action.ts";
import type { Plan } from "#shared/policy/enforce/plan.ts";
import { type Act, type Acts, below, call, chance, pick, type Story } from "#test/simulation/acts/story.ts";
import { DEV, EXEMPT, PROD, STACKED } from "#test/simulation/world/estate.ts";

const POLICIES = ["core-tags", "log-retention"];
const OPERATORS = ["pat", "pia"];

type Seen = ReturnType<Sandbox["list"]>[number];

export const touchable = ({ world }: Story): readonly Seen[] =>
  world.sandbox.list().filter(({ arn }) => arn !== STACKED && arn !== EXEMPT);

type Deed = JsonObject & { readonly account?: AccountNumber };

/** The account does it at once; its record travels like any message, late, twice or never. */
export function does(story: Story, action: string, { account = PROD, ...input }: Deed): string {
  const outcome = story.world.sandbox.perform({ person: personId("cas"), account, as: "administrator" }, action, input);
  const why = outcome.kind === "done" ? "" : ` ${outcome.because}`;
  return `cas: ${action} ${JSON.stringify(input)}: ${outcome.kind}${why}`;
}

const creates: Act = (story) => {
  const id = `made-${story.count}`;
  story.count += 1;
  const tags = chance(story, 0.4) ? { tags: { Environment: "prod" } } : {};
  const kind = below(story, 4);
  if (kind === 0) return does(story, "s3:CreateBucket", { bucket: id, ...tags });
  if (kind === 1)
    return does(story, "dynamodb:CreateTable", { table: id, ...tags, account: chance(story, 0.3) ? DEV : PROD });
  return does(story, "logs:CreateLogGroup", { logGroup: `/app/${id}`, ...tags });
};

const KEPT = [1, 7, 14, 30, 90, 365, 400, 731, 3653];

/** Keeps its logs for shorter or longer, as somebody sees fit. */
const keeps: Act = (story) => {
  const group = pick(
    story,
    touchable(story).filter(({ type }) => type === "logs.log-group"),
  );
  if (group === undefined) return undefined;
  if (chance(story, 0.15)) return does(story, "logs:DeleteRetentionPolicy", { logGroup: group.name });
  const retentionInDays = pick(story, KEPT) ?? 7;
  return does(story, "logs:PutRetentionPolicy", { logGroup: group.name, retentionInDays });
};

const tags: Act = (story) => {
  const found = pick(
    story,
    touchable(story).filter(({ account, type }) => account === PROD && type !== "dynamodb.table"),
  );
  if (found === undefined) return undefined;
  if (found.type === "s3.bucket") {
    const set: JsonObject = chance(story, 0.5) ? { Owner: "cas" } : { Environment: "prod", Owner: "cas" };
    return does(story, "s3:PutBucketTagging", { bucket: found.name, tags: set });
  }
  return chance(story, 0.6)
    ? does(story, "logs:UntagResource", { arn: found.arn, keys: ["Environment"] })
    : does(story, "logs:TagResource", { arn: found.arn, tags: { Environment: "prod" } });
};

/**
 * Somebody's tool hears of a write of ours and adds a tag that is nobody's business: so the resource is judged once
 * more, while the account may still show it as it was before the write.
 */
export function answersWrite(story: Story, { arn, type }: ResourceRef): void {
  if (story.world.cloudWeather.lags === 0 || type !== "logs.log-group" || chance(story, 0.5)) return;
  does(story, "logs:TagResource", { arn, tags: { Seen: "yes" } });
}

const removes: Act = (story) => {
  const found = pick(
    story,
    touchable(story).filter(({ name }) => name.includes("made-")),
  );
  if (found === undefined) return undefined;
  if (found.type === "s3.bucket") return does(story, "s3:DeleteBucket", { bucket: found.name });
  if (found.type === "logs.log-group") return does(story, "logs:DeleteLogGroup", { logGroup: found.name });
  return does(story, "dynamodb:DeleteTable", { table: found.name, account: found.account });
};

const operates =
  (path: string, body: JsonObject = {}): Act =>
  (story) =>
    call(story, {
      as: pick(story, OPERATORS) ?? "pat",
      path: `/v1/policies/${pick(story, POLICIES)}/${path}`,
      body,
    });

const promotes: Act = (story) => {
  const plan = pick(story, story.rows.ofKind("plan") as readonly Plan[]);
  if (plan === undefined) return undefined;
  const body = { plan: plan.id, expect: plan.counts.change };
  return call(story, {
    as: pick(story, OPERATORS) ?? "pat",
    path: `/v1/policies/${plan.policy}/promotion`,
    body,
  });
};

const killSwitch: Act = (story) => {
  const body = { on: chance(story, 0.4), because: "something looks wrong" };
  return call(story, { as: pick(story, OPERATORS) ?? "pat", method: "PUT", path: "/v1/kill-switch", body });
};

const undoes: Act = (story) => {
  const action = pick(story, story.rows.ofKind("action") as readonly Action[]);
  if (action === undefined) return undefined;
  const as = chance(story, 0.7) ? (pick(story, OPERATORS) ?? "pat") : "sam";
  return call(story, { as, path: `/v1/actions/${action.id}/undo`, body: {} });
};

const onFinding =
  (path: string, people: readonly string[]): Act =>
  (story) => {
    const finding = pick(story, story.rows.ofKind("finding") as readonly Finding[]);
    if (finding === undefined) return undefined;
    return call(story, { as: pick(story, people) ?? "sam", path: `/v1/findings/${finding.id}/${path}`, body: {} });
  };

/** Everything people do to resources and policies, and how often. */
export const POLICY_ACTS: Acts = [
  [4, creates],
  [4, keeps],
  [4, tags],
  [2, removes],
  [1, operates("plans")],
  [1, promotes],
  [1, operates("halt", { because: "it looks wrong" })],
  [2, operates("resumption")],
  [2, killSwitch],
  [2, undoes],
  [1, onFinding("acknowledgement", ["sam", "pat"])],
  [2, onFinding("remediation", ["sam", "sue"])],
];
