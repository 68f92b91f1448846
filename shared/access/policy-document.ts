import type { Statement } from "#shared/access/grant.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { canonicalJson, type JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, epochMillis, isoOf } from "#shared/kernel/time.ts";

/** From when until when: the two dates in each Allow. Both down to whole seconds, so never later than the row says. */
export type Window = { readonly notBefore: EpochMillis; readonly until: EpochMillis };

/**
 * The inline policy of one generation. Every Allow carries both dates, so that access ends although
 * nothing of ours runs (IAM JSON policy reference, "Date condition operators", `aws:CurrentTime`).
 */
export const policyDocument = (statements: readonly Statement[], window: Window): JsonObject => ({
  Version: "2012-10-17",
  Statement: statements.map(({ actions, resources, conditions }, index) => ({
    Sid: `Tollgate${index + 1}`,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    Condition: {
      ...conditions,
      DateGreaterThanEquals: { "aws:CurrentTime": iamDate(window.notBefore) },
      DateLessThan: { "aws:CurrentTime": iamDate(window.until) },
    },
  })),
});

export const documentHash = (document: JsonObject, digest: Digest): Sha256 => digest(canonicalJson(document));

/**
 * Characters that count against the 10,240 of all inline policies of one role (IAM user guide, "IAM and
 * AWS STS quotas"); IAM leaves white space out, here it is counted.
 */
export const documentSize = (document: JsonObject): number => JSON.stringify(document).length;

/** `2026-11-23T10:00:00Z`: rounded down, which ends access early rather than late. */
const iamDate = (moment: EpochMillis): string =>
  isoOf(epochMillis(Math.floor(moment / 1_000) * 1_000)).replace(".000Z", "Z");
