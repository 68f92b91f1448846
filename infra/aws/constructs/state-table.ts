import { RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import { AnyPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { INDEXES } from "#shared/storage/table.ts";
import { indexKeys, TABLE_KEYS } from "#shared/storage/table-attributes.ts";

/** The one table: on demand, restorable to any second of 35 days, and never deleted with its stack. */
export class StateTable extends Construct {
  readonly table: Table;
  readonly key: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = tableKey(this);
    this.table = new Table(this, "Table", {
      partitionKey: { name: TABLE_KEYS.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEYS.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const name of INDEXES) {
      const { partition, sort } = indexKeys(name);
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: { name: partition, type: AttributeType.STRING },
        sortKey: { name: sort, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      });
    }
  }
}

/**
 * Whoever may use the table in this account may use its key, through DynamoDB and no other way, so that functions need
 * no permission on the key. Everybody is named, and held to this account by the condition, as in the policy of AWS's own
 * key for DynamoDB: a statement that names the account gives nothing to its roles before their own policies do, too (KMS
 * developer guide, "Allows access to the AWS account and enables IAM policies").
 */
function tableKey(scope: Construct): Key {
  const { account, region } = Stack.of(scope);
  const key = new Key(scope, "Key", {
    description: "Encrypts Tollgate's table",
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "ThroughDynamoDB",
      principals: [new AnyPrincipal()],
      actions: KEY_USE,
      resources: ["*"],
      conditions: {
        StringEquals: { "kms:ViaService": `dynamodb.${region}.amazonaws.com`, "kms:CallerAccount": account },
      },
    }),
  );
  return key;
}

/** What DynamoDB asks for in the name of who calls it (developer guide, "Authorizing use of your customer managed key"). */
const KEY_USE = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];
