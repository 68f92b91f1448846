import { describe, expect, test } from "vitest";

import type { CallerIdentity } from "#shared/policy/cloud-record.ts";
import { type Creator, creatorOf, sessionNameOf } from "#shared/policy/creator.ts";

const ROLE: CallerIdentity = {
  type: "AssumedRole",
  arn: "arn:aws:sts::111122223333:assumed-role/engineer/ana@example.com",
  issuer: { userName: "engineer" },
};

describe("the creator", () => {
  test.each<{ because: string; identity: CallerIdentity; is: Creator }>([
    { because: "a user by name", identity: { type: "IAMUser", userName: "ana" }, is: { kind: "user", name: "ana" } },
    {
      because: "a role and its session",
      identity: ROLE,
      is: { kind: "session", role: "engineer", session: "ana@example.com" },
    },
    {
      because: "the role from the ARN where the issuer is missing",
      identity: { type: "AssumedRole", arn: ROLE.arn ?? "" },
      is: { kind: "session", role: "engineer", session: "ana@example.com" },
    },
    { because: "the root of the account", identity: { type: "Root" }, is: { kind: "root" } },
    {
      because: "a service acted: the parent says who",
      identity: { ...ROLE, invokedBy: "autoscaling.amazonaws.com" },
      is: { kind: "service", service: "autoscaling.amazonaws.com", inheritsFrom: "parent" },
    },
    {
      because: "signing in is no acting service",
      identity: { type: "IAMUser", userName: "ana", invokedBy: "signin.amazonaws.com" },
      is: { kind: "user", name: "ana" },
    },
    {
      because: "a service on its own",
      identity: { type: "AWSService", invokedBy: "rds.amazonaws.com" },
      is: { kind: "service", service: "rds.amazonaws.com", inheritsFrom: "parent" },
    },
    {
      because: "a service that does not say which",
      identity: { type: "AWSService" },
      is: { kind: "service", service: "an AWS service", inheritsFrom: "parent" },
    },
    {
      because: "the execution role of a StackSet is nobody",
      identity: { ...ROLE, issuer: { userName: "stacksets-exec-0a1b" } },
      is: { kind: "service", service: "cloudformation.amazonaws.com", inheritsFrom: "parent" },
    },
    { because: "an identity that says nothing", identity: {}, is: { kind: "unknown" } },
    { because: "a role without an ARN", identity: { type: "AssumedRole" }, is: { kind: "unknown" } },
  ])("is $is.kind: $because", ({ identity, is }) => {
    expect(creatorOf(identity)).toEqual(is);
  });

  test.each([
    { because: "the last part of the ARN", identity: ROLE, is: "ana@example.com" },
    {
      because: "a role has a path",
      identity: { type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/a/b/tollgate-x" },
      is: "tollgate-x",
    },
    {
      because: "a user has no session",
      identity: { type: "IAMUser", arn: "arn:aws:iam::1:user/assumed-role/x" },
      is: undefined,
    },
  ])("session name $is: $because", ({ identity, is }) => {
    expect(sessionNameOf(identity)).toBe(is);
  });
});
