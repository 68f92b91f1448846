import type { ApiDeps } from "#shared/adapters/local/sandbox/api/action.ts";
import { layBaseline } from "#shared/adapters/local/sandbox/baseline.ts";
import {
  objectIdOf,
  type SandboxAccount,
  type SandboxObject,
  type SandboxResource,
} from "#shared/adapters/local/sandbox/state.ts";
import { arnOf } from "#shared/adapters/local/sandbox/types/resource-type.ts";
import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";
import { type AccountNumber, type Arn, arn as toArn } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** A resource that was there before Tollgate looked: no call made it, and no record tells of it. */
export type Planted = Pick<SandboxResource, "type" | "account" | "id"> &
  Partial<Pick<SandboxResource, "region" | "tags" | "creator" | "parent" | "settings">> & {
    readonly createdAt?: EpochMillis;
  };

/** Furnishes the sandbox, as a company's history would have. */
export type Plant = {
  account(account: SandboxAccount): void;
  /** @throws RangeError for a type that the sandbox does not have, or an account that is not there */
  resource(planted: Planted): Arn;
  object(object: SandboxObject): void;
  /** A key whose policy lets its account's IAM policies decide, unless another is given. */
  key(key: {
    readonly account: AccountNumber;
    readonly region: string;
    readonly id: string;
    readonly policy?: JsonObject;
  }): string;
};

export function openPlant(deps: ApiDeps): Plant {
  const { state } = deps;
  return {
    account(account) {
      if (state.accounts.get(account.account) !== undefined) return;
      state.accounts.lay(account.account, account);
      layBaseline(account, state);
    },
    resource: (planted) => plantResource(planted, deps),
    object: (object) => state.objects.lay(objectIdOf(object.bucket, object.key), object),
    key({ account, region, id, policy }) {
      const arn = `arn:aws:kms:${region}:${account}:key/${id}`;
      state.keys.lay(arn, { arn, account, policy: policy ?? defaultKeyPolicy(account) });
      return arn;
    },
  };
}

function plantResource(planted: Planted, { state, clock }: ApiDeps): Arn {
  const type = SANDBOX_TYPES.get(planted.type);
  const account = state.accounts.get(planted.account);
  if (type === undefined) throw new RangeError(`Cannot plant a "${planted.type}": the sandbox has no such type`);
  if (account === undefined) throw new RangeError(`Cannot plant in account "${planted.account}": it is not there`);
  const region = planted.region ?? account.region;
  const arn = toArn(arnOf(type, { id: planted.id, account: planted.account, region }));
  state.resources.lay(arn, {
    ...planted,
    arn,
    region,
    tags: planted.tags ?? {},
    createdAt: planted.createdAt ?? clock.now(),
    settings: { ...type.create.settings?.({}), ...planted.settings },
  });
  return arn;
}

/** What KMS gives a key that is made without a policy ("Default key policy"). */
const defaultKeyPolicy = (account: string): JsonObject => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Enable IAM",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ],
});
