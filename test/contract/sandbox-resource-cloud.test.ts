import { resourceCloudContract } from "#test/contract/resource-cloud.ts";
import { ACCOUNT, testSandbox } from "#test/support/sandbox.ts";

resourceCloudContract("SandboxResourceCloud", async () => {
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
  };
});
