import * as z from "zod";
import type { Grant } from "#shared/access/grant.ts";
import { AccountNumberText, GrantRef, Hash, RequestRef, StoredJson } from "#shared/contracts/stored/access-field.ts";
import { Length, Moment, Person } from "#shared/contracts/stored/stored-field.ts";

const terms = {
  id: GrantRef,
  request: RequestRef,
  item: z.int().nonnegative(),
  dataset: z.string().min(1),
  template: z.string().min(1),
  role: z.strictObject({ account: AccountNumberText, person: Person, roleName: z.string().min(1) }),
  statements: z
    .array(
      z.strictObject({
        actions: z.array(z.string()).min(1),
        resources: z.array(z.string()).min(1),
        conditions: StoredJson,
      }),
    )
    .min(1),
  duration: Length,
  approvedUntil: Moment,
  maxTotal: Length,
};

const evidence = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("present"), name: z.string(), hash: Hash, readAt: Moment, requestId: z.string() }),
  z.strictObject({
    kind: z.literal("absent"),
    prefix: z.string(),
    listBeganAt: Moment,
    fence: Moment,
    requestId: z.string(),
  }),
]);

const begun = {
  ...terms,
  activatedAt: Moment,
  expiresAt: Moment,
  generation: z.int().positive(),
  seenGeneration: z.int().nonnegative(),
  fence: Moment,
  artifacts: z
    .array(z.strictObject({ name: z.string(), generation: z.int().positive(), hash: Hash, expiresAt: Moment }))
    .min(1),
  evidence: z.array(evidence),
  attempts: z.int().nonnegative(),
  externallyModified: z.boolean(),
  confirmedAt: z.exactOptional(Moment),
};

const problem = z.exactOptional(z.strictObject({ code: z.string(), message: z.string(), at: Moment }));
const reason = z.enum(["expired", "given-back", "revoked", "off-boarded", "tampered", "failed"]);
const ending = { ...begun, reason, endingSince: Moment };

/** A grant as stored, version 1. */
export const StoredGrant: z.ZodType<Grant> = z.discriminatedUnion("state", [
  z.strictObject({ ...terms, state: z.literal("PLANNED"), nextActionAt: Moment }),
  z.strictObject({
    ...terms,
    state: z.literal("NEVER_STARTED"),
    endedAt: Moment,
    because: z.enum(["request-over", "too-late"]),
  }),
  z.strictObject({ ...begun, state: z.literal("PROVISIONING"), nextActionAt: Moment, problem }),
  z.strictObject({ ...begun, state: z.literal("ACTIVE"), nextActionAt: Moment, problem }),
  z.strictObject({
    ...ending,
    state: z.enum(["REVOKING", "REVOKE_RETRY"]),
    nextActionAt: Moment,
    emptyAt: z.exactOptional(Moment),
    problem,
  }),
  z.strictObject({ ...ending, state: z.literal("REVOKED"), revokedAt: Moment, problem }),
]);
