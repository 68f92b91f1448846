import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { AwsResourceCloud } from "#shared/adapters/aws/resources/aws-resource-cloud.ts";
import { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { resourceCloudContract } from "#test/contract/resource-cloud.ts";
import { PLANT } from "#test/emulator/contract/plant-resource.ts";
import { policySessions } from "#test/emulator/contract/policy-sessions.ts";

const region = "us-east-1";
let opened = 0;

resourceCloudContract(
  "AwsResourceCloud",
  async () => {
    // A 12-digit access key is the root of that account, and each account begins empty.
    opened += 1;
    const account = accountNumber(`3${String(Date.now() % 1e8).padStart(8, "0")}${String(opened).padStart(3, "0")}`);
    const credentials = { accessKeyId: account, secretAccessKey: "test" };
    return {
      cloud: new AwsResourceCloud({
        clients: new MemberClients(await policySessions({ region, credentials, account })),
      }),
      account,
      region,
      async plant(type, name, tags = {}) {
        // Names of buckets are unique in the world.
        const own = type === "s3.bucket" ? `${name}-${account}` : name;
        await PLANT[type]?.({ region, credentials }, { name: own, tags });
        return { arn: arnFor(type, { account, region }, own), type, account, region };
      },
    };
  },
  {
    types: [
      "s3.bucket",
      "logs.log-group",
      "sqs.queue",
      "kinesis.stream",
      "dynamodb.table",
      "ecr.repository",
      "rds.instance",
      "rds.cluster",
    ],
    systemTags: false,
    fullSets: ["s3.bucket"],
  },
);
