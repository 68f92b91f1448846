import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import { parseDurationOrIso } from "#shared/kernel/duration.ts";
import { days } from "#shared/kernel/time.ts";

// What only a laptop plane has: sample people to sign in as, a sandbox account, a clock to advance.

export const signIn = {
  method: "POST",
  path: "/v1/local/sign-in",
  operation: "signInLocally",
  summary: "Sign in as a sample person (laptop planes only)",
  open: true,
  body: z.strictObject({ person: z.string().min(1).max(200).optional() }),
  answers: { 200: z.strictObject({ token: z.string(), person: z.string() }).meta({ id: "LocalToken" }) },
  problems: { 404: "there is no active person of that id" },
} as const satisfies RouteContract;

const LocalPerson = z
  .strictObject({ id: z.string(), name: z.string(), groups: z.array(z.string()) })
  .meta({ id: "LocalPerson" });

export const listPeople = {
  method: "GET",
  path: "/v1/local/people",
  operation: "listLocalPeople",
  summary: "List the people one may sign in as (laptop planes only)",
  open: true,
  answers: { 200: z.strictObject({ people: z.array(LocalPerson) }).meta({ id: "LocalPeople" }) },
} as const satisfies RouteContract;

const NO_SANDBOX = { 404: "the plane governs real accounts, and has no sandbox" } as const;

const iamAction = z
  .string()
  .max(128)
  .regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/, 'write an action as IAM does, such as "s3:GetObject"');

export const trySandbox = {
  method: "POST",
  path: "/v1/local/sandbox/tries",
  operation: "trySandbox",
  summary: "Ask the sandbox account whether the caller may do something now (laptop planes only)",
  body: z.strictObject({
    action: iamAction,
    resource: z.string().max(2_048).regex(/^arn:/, 'write an ARN, such as "arn:aws:s3:::bucket/key"'),
  }),
  answers: {
    200: z
      .strictObject({ allowed: z.boolean(), because: z.string(), content: z.string().optional() })
      .meta({ id: "SandboxTry" }),
  },
  problems: NO_SANDBOX,
} as const satisfies RouteContract;

export const callSandbox = {
  method: "POST",
  path: "/v1/local/sandbox/calls",
  operation: "callSandbox",
  summary: "Perform a call in the sandbox account; its CloudTrail record goes to the bus (laptop planes only)",
  body: z.strictObject({
    action: iamAction,
    input: z.record(z.string().max(200), z.json()),
    account: z
      .string()
      .regex(/^\d{12}$/, "an account number has 12 digits")
      .optional(),
  }),
  answers: { 200: z.looseObject({ outcome: z.string() }).meta({ id: "SandboxCall" }) },
  problems: { ...NO_SANDBOX, 422: "the sandbox knows no such action, or its input is not right" },
} as const satisfies RouteContract;

export const listSandboxResources = {
  method: "GET",
  path: "/v1/local/sandbox/resources",
  operation: "listSandboxResources",
  summary: "List what is in the sandbox accounts (laptop planes only)",
  open: true,
  answers: {
    200: z
      .strictObject({ resources: z.array(z.looseObject({ arn: z.string(), type: z.string() })) })
      .meta({ id: "SandboxResources" }),
  },
  problems: NO_SANDBOX,
} as const satisfies RouteContract;

/** The farthest that one call sets the clock forward. */
const LONGEST_ADVANCE = days(366);

export const advanceClock = {
  method: "POST",
  path: "/v1/local/sandbox/advances",
  operation: "advanceClock",
  summary: "Set the plane's clock forward; what is due by then has run when it answers (laptop planes only)",
  open: true,
  body: z.strictObject({
    by: z
      .string()
      .max(40)
      .transform((text, context) => {
        const read = parseDurationOrIso(text);
        if (read.ok && read.value <= LONGEST_ADVANCE) return read.value;
        const write = read.ok
          ? "at most 366d"
          : read.error.write === undefined
            ? 'write "4h"'
            : `write "${read.error.write}"`;
        context.addIssue({
          code: "custom",
          message: `"${text.slice(0, 40)}" is no duration that can be advanced by: ${write}`,
        });
        return z.NEVER;
      }),
  }),
  answers: { 200: z.strictObject({ now: z.iso.datetime() }).meta({ id: "SandboxClock" }) },
  problems: NO_SANDBOX,
} as const satisfies RouteContract;

/** Every route that only a laptop plane has, for its function and for its own description. */
export const LOCAL_CONTRACTS: readonly RouteContract[] = [
  signIn,
  listPeople,
  trySandbox,
  callSandbox,
  listSandboxResources,
  advanceClock,
];
