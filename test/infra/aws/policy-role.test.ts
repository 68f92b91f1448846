import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import { MemberStack } from "#infra/aws/member-stack.ts";
import { RESOURCE_ACTIONS, TAGGING_ACTIONS, TRAIL_ACTIONS } from "#infra/aws/permissions/resource-actions.ts";
import { UNSCOPED_ACTIONS } from "#infra/aws/permissions/unscoped-actions.ts";
import { SERVED_TYPES } from "#shared/adapters/aws/resources/table.ts";

type Statement = { readonly Action: string | readonly string[]; readonly Resource: unknown };

const MEMBER = "111122223333";
const SOURCES = join(import.meta.dirname, "../../../shared/adapters/aws/resources");

/** What IAM calls by another name than the call (service authorization reference, "Actions defined by Amazon S3"). */
const RENAMED: Readonly<Record<string, string>> = {
  "s3:ListBuckets": "s3:ListAllMyBuckets",
  "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
  "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
  "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
};

const PREFIXES: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "logs",
  emr: "elasticmapreduce",
  "resource-groups-tagging-api": "tag",
};

/** Called by the tagging API in our name, so that no code of ours names them. */
const BY_TAGGING_API = ["glue:TagResource", "glue:UntagResource", "redshift:CreateTags", "redshift:DeleteTags"];

/** The permissions that the calls of the code need, read from what it imports of the SDK. */
function actionsOfCode(): readonly string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return files.flatMap((name) => {
    const text = readFileSync(join(SOURCES, name), "utf8");
    return [...text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([a-z0-9-]+)"/g)].flatMap(
      ([, names = "", client = ""]) =>
        [...names.matchAll(/\b(\w+)Command\b/g)].map(([, call]) => {
          const action = `${PREFIXES[client] ?? client}:${call}`;
          return RENAMED[action] ?? action;
        }),
    );
  });
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted();

/** Statements of the role's own policy, and of the boundary over it. */
function statementsOf(enrolled: boolean): { readonly policy: readonly Statement[]; readonly boundary: string } {
  const stack = new MemberStack(new App(), "member", {
    env: { account: MEMBER, region: "eu-central-1" },
    hubAccount: "000000000000",
    hubBusArn: "arn:aws:events:eu-central-1:000000000000:event-bus/tollgate",
    externalId: "an-external-id",
    enrolled,
  });
  const template = Template.fromStack(stack);
  const ofRole = (type: string) =>
    Object.entries(template.findResources(type)).find(([id]) => id.startsWith("tollgatepolicy"))?.[1]?.["Properties"];
  return {
    policy: ofRole("AWS::IAM::Policy").PolicyDocument.Statement,
    boundary: JSON.stringify(ofRole("AWS::IAM::ManagedPolicy").PolicyDocument),
  };
}

const actionsIn = (statements: readonly Statement[]): readonly string[] =>
  unique(statements.flatMap(({ Action }) => Action));

describe("the policy role of a governed account", () => {
  let enrolled: ReturnType<typeof statementsOf>;
  let looking: ReturnType<typeof statementsOf>;

  // The construct library takes seconds to load and to synthesise for the first time.
  beforeAll(() => {
    enrolled = statementsOf(true);
    looking = statementsOf(false);
  }, 60_000);

  test("has exactly the permissions that the served types call", () => {
    expect(actionsIn(enrolled.policy)).toEqual(unique([...actionsOfCode(), ...BY_TAGGING_API]));
  });

  test("has permissions for each served type and for no other", () => {
    expect(Object.keys(RESOURCE_ACTIONS).toSorted()).toEqual([...SERVED_TYPES.keys()].toSorted());
  });

  test("can write nothing where the account is not enrolled, and reads all the same", () => {
    const actions = Object.values(RESOURCE_ACTIONS);
    const reads = [...TRAIL_ACTIONS, ...actions.flatMap(({ population = [], read }) => [...population, ...read])];
    expect(actionsIn(looking.policy)).toEqual(unique(reads));
    const writing = [...TAGGING_ACTIONS, ...actions.flatMap(({ write }) => write)];
    expect(reads.filter((each) => writing.includes(each))).toEqual([]);
  });

  test("has * for actions that AWS does not scope, and for nothing else", () => {
    const everywhere = enrolled.policy.filter(({ Resource }) => Resource === "*");
    expect(actionsIn(everywhere).filter((action) => UNSCOPED_ACTIONS[action] === undefined)).toEqual([]);
  });

  test("reaches no resource of another account", () => {
    for (const { Resource } of enrolled.policy) {
      for (const each of [Resource].flat())
        expect(each).toMatch(
          /^(\*|arn:aws:s3:::\*|arn:aws:ec2:\*::snapshot\/\*|arn:aws:[a-z0-9]+:\*:111122223333:.+)$/,
        );
    }
  });

  test("fits in a managed policy, which takes 6,144 characters (IAM quotas)", () => {
    expect(enrolled.boundary.length).toBeLessThan(6_144);
  });
});
