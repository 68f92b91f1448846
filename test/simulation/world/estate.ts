import type { Plant } from "#shared/adapters/local/sandbox/plant.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { type Millis, minutes } from "#shared/kernel/time.ts";

export const PROD = accountNumber("111122223333");
/** Nobody enrolled it: no policy may ever write there. */
export const DEV = accountNumber("777788889999");

/** New resources of these types cannot be judged nor written for a while. */
export const READY_AFTER: Readonly<Record<string, Millis>> = {
  "dynamodb.table": minutes(4),
  "logs.log-group": minutes(3),
};

const logGroup = (id: string): string => `arn:aws:logs:eu-west-1:${PROD}:log-group:${id}`;

/** A stack manages it: a policy says what is wrong, and never writes. */
export const STACKED = logGroup("/stacked/loads");
/** An exemption of the retention policy covers it. */
export const EXEMPT = logGroup("/audit/trail");

/** What the account holds before anybody does anything: some right, some wrong, some untouchable. */
export function furnish(plant: Plant): void {
  plant.account({ account: PROD, name: "data-prod", region: "eu-west-1" });
  plant.account({ account: DEV, name: "data-dev", region: "eu-west-1" });
  const bucket = { type: "s3.bucket", settings: { versioning: false } };
  const group = { type: "logs.log-group", account: PROD };
  plant.resource({ ...bucket, account: PROD, id: "saltmarsh-sales", tags: { Environment: "prod" } });
  plant.resource({ ...bucket, account: DEV, id: "saltmarsh-sales-dev", tags: { Environment: "dev" } });
  for (const key of ["orders/a.csv", "stock/a.csv"])
    plant.object({ bucket: "saltmarsh-sales", key, size: 1_000, body: "a" });
  plant.object({ bucket: "saltmarsh-sales-dev", key: "prices/a.csv", size: 1_000, body: "a" });
  plant.resource({ ...group, id: "/app/one", tags: { Environment: "prod" }, settings: { retentionInDays: 7 } });
  plant.resource({ ...group, id: "/app/two", tags: {}, settings: { retentionInDays: 3653 } });
  plant.resource({ ...group, id: "/audit/trail", tags: { Environment: "prod" }, settings: { retentionInDays: 3653 } });
  plant.resource({
    ...group,
    id: "/stacked/loads",
    tags: { "aws:cloudformation:stack-name": "loads" },
    settings: { retentionInDays: 7 },
  });
  plant.resource({ type: "dynamodb.table", account: DEV, id: "prices", tags: {} });
}
