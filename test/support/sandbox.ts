import type { PeopleRole } from "#shared/access/cloud.ts";
import { openSandbox, type Sandbox, type SandboxDeps } from "#shared/adapters/local/sandbox/sandbox.ts";
import { memorySandboxStore } from "#shared/adapters/local/sandbox/store.ts";
import { accountNumber, type Ids, personId } from "#shared/kernel/ids.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, epochMillis, parseIso } from "#shared/kernel/time.ts";

export const ACCOUNT = accountNumber("111111111111");
export const OTHER_ACCOUNT = accountNumber("222222222222");
export const DANA = personId("dana");
export const DANAS_ROLE: PeopleRole = { account: ACCOUNT, person: DANA, roleName: "tollgate-dana" };

export const at = (text: string): EpochMillis => parseIso(text) ?? epochMillis(Number.NaN);

/** 3 o'clock, when every test begins. */
const START = at("2026-11-23T03:00:00Z");

/** Far enough for any call that is not about deadlines. */
export const LATER = at("2027-01-01T00:00:00Z");

const countingIds = (): Ids => {
  let count = 0;
  return {
    next(prefix) {
      count += 1;
      return `${prefix}-${count}`;
    },
  };
};

export type TestSandbox = {
  readonly sandbox: Sandbox;
  /** What it emitted so far. */
  readonly records: JsonObject[];
  readonly clock: { now(): EpochMillis; set(text: string): void };
};

/** A sandbox with one account in Frankfurt, at 3 o'clock. */
export function testSandbox(deps: Partial<SandboxDeps> = {}): TestSandbox {
  let now = START;
  const records: JsonObject[] = [];
  const clock = {
    now: () => now,
    set(text: string) {
      now = at(text);
    },
  };
  const sandbox = openSandbox({
    store: memorySandboxStore(),
    clock,
    ids: countingIds(),
    emit: (record) => records.push(record),
    ...deps,
  });
  sandbox.plant.account({ account: ACCOUNT, name: "orders-prod", region: "eu-central-1" });
  return { sandbox, records, clock };
}

/** What a grant puts: reading a prefix, between two moments. */
export const readPrefix = (prefix: string, from: string, until: string): JsonObject => {
  const window = { DateGreaterThan: { "aws:CurrentTime": from }, DateLessThan: { "aws:CurrentTime": until } };
  const [bucket = ""] = prefix.split("/");
  const statements: readonly Json[] = [
    { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${prefix}*`, Condition: window },
    {
      Sid: "List",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: `arn:aws:s3:::${bucket}`,
      Condition: { ...window, StringLike: { "s3:prefix": `${prefix.slice(bucket.length + 1)}*` } },
    },
  ];
  return { Version: "2012-10-17", Statement: statements };
};
