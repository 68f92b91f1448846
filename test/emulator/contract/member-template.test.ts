import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { memberTemplate } from "#infra/aws/member-template.ts";

/** Of no account that the plane knows; nothing is bootstrapped in it. */
const ANY_ACCOUNT = "444455556666";

/** The emulator's own Python has an AWS client; nothing of the construct library takes part. */
const DEPLOY = `
import boto3, json, sys
url, account, file = sys.argv[1:4]
make = lambda service: boto3.client(service, endpoint_url=url, region_name="us-east-1", aws_access_key_id=account, aws_secret_access_key="test")
cloud, iam = make("cloudformation"), make("iam")
told = {"HubAccount": "000000000000", "HubRegion": "us-east-1", "ExternalId": "an-external-id-of-ours"}
def actions():
    document = [iam.get_role_policy(RoleName="tollgate-policy", PolicyName=name)["PolicyDocument"] for name in iam.list_role_policies(RoleName="tollgate-policy")["PolicyNames"]]
    return sorted({action for each in document for statement in each["Statement"] for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])})
def values(more): return [{"ParameterKey": key, "ParameterValue": value} for key, value in {**told, **more}.items()]
body = open(file).read()
cloud.create_stack(StackName="member", TemplateBody=body, Parameters=values({}), Capabilities=["CAPABILITY_NAMED_IAM"])
cloud.get_waiter("stack_create_complete").wait(StackName="member", WaiterConfig={"Delay": 1})
looking = actions()
trust = iam.get_role(RoleName="tollgate-policy")["Role"]["AssumeRolePolicyDocument"]
cloud.update_stack(StackName="member", TemplateBody=body, Parameters=values({"Enrolled": "true"}), Capabilities=["CAPABILITY_NAMED_IAM"])
cloud.get_waiter("stack_update_complete").wait(StackName="member", WaiterConfig={"Delay": 1})
print(json.dumps({"looking": looking, "enrolled": actions(), "trust": trust}))
cloud.delete_stack(StackName="member")
`;

type Said = { readonly looking: readonly string[]; readonly enrolled: readonly string[]; readonly trust: object };

test("the member template deploys alone in any account, and writes there only once it is enrolled", () => {
  const { url, python } = inject("emulator");
  const folder = mkdtempSync(join(tmpdir(), "tollgate-member-template-"));
  const file = join(folder, "member.json");
  const { context } = JSON.parse(readFileSync("cdk.json", "utf8")) as { context: { [flag: string]: unknown } };
  writeFileSync(file, JSON.stringify(memberTemplate(context)));
  const said = JSON.parse(execFileSync(python, ["-c", DEPLOY, url, ANY_ACCOUNT, file], { encoding: "utf8" })) as Said;
  const writes = (actions: readonly string[]) =>
    actions.filter((each) => /:(Put|Tag|Untag|Set|Update|Delete|Create)/.test(each));
  expect(writes(said.looking)).toEqual([]);
  expect(said.looking.length).toBeGreaterThan(20);
  expect(writes(said.enrolled)).toContain("s3:PutBucketTagging");
  const trust = JSON.stringify(said.trust);
  expect(trust).toContain("arn:aws:iam::000000000000:role/tollgate-sweep-shard");
  expect(trust).toContain('"sts:ExternalId":"an-external-id-of-ours"');
});
