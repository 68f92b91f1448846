import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { DynamoDbTable } from "#shared/adapters/aws/dynamodb-table.ts";
import { emfMetrics } from "#shared/adapters/aws/emf-metrics.ts";
import { VERSION } from "#shared/adapters/aws/version.ts";
import { jsonLog } from "#shared/adapters/node/json-log.ts";
import { nodeDigest, nodeRandom, randomIds } from "#shared/adapters/node/node-ports.ts";
import { type Clock, epochMillis } from "#shared/kernel/time.ts";

/** The wall clock: in the cloud nobody advances it. */
export const wallClock: Clock = { now: () => epochMillis(Date.now()) };

const toLog = (line: string): void => void process.stdout.write(line);

/** What every function has that keeps no state. Lambda takes lines of JSON as they are. */
export const nodeParts = () => ({
  clock: wallClock,
  digest: nodeDigest,
  ids: randomIds,
  random: nodeRandom,
  version: VERSION,
  log: jsonLog(toLog, Date.now, { version: VERSION }),
  metrics: emfMetrics(toLog, Date.now),
});

/** The same, and the one table. */
export const stateParts = ({ TABLE_NAME }: { readonly TABLE_NAME: string }) => ({
  ...nodeParts(),
  table: new DynamoDbTable({ client: dynamodbClient(), table: TABLE_NAME }),
});
