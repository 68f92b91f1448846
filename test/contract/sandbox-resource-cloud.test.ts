import { rulesOf } from "#shared/adapters/local/sandbox/api/lifecycle.ts";
import { personId } from "#shared/kernel/ids.ts";
import { lifecycleContract } from "#test/contract/lifecycle.ts";
import { type LifecycleUnderTest, resourceCloudContract } from "#test/contract/resource-cloud.ts";
import { flatRule } from "#test/support/flat-rule.ts";
import { ACCOUNT, testSandbox } from "#test/support/sandbox.ts";

async function underTest(): Promise<LifecycleUnderTest> {
  const { sandbox } = testSandbox();
  const region = "eu-central-1";
  return {
    cloud: sandbox.resources,
    account: ACCOUNT,
    region,
    async plant(type, id, tags = {}) {
      const arn = sandbox.plant.resource({ type, account: ACCOUNT, id, tags });
      return { arn, type, account: ACCOUNT, region };
    },
    async plantLifecycle({ arn }, rules) {
      const input = { bucket: arn.replace("arn:aws:s3:::", ""), rules: rules.map(flatRule) };
      const put = sandbox.perform({ person: personId("eve") }, "s3:PutBucketLifecycleConfiguration", input);
      if (put.kind !== "done") throw new Error(JSON.stringify(put));
    },
    async lifecycleOf({ arn }) {
      return rulesOf(sandbox.list().find((each) => each.arn === arn)?.attributes ?? {});
    },
  };
}

resourceCloudContract("SandboxResourceCloud", underTest);
lifecycleContract(underTest);
