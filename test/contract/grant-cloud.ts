import { describe, expect, test } from "vitest";
import type { GrantCloud, PeopleRole } from "#shared/access/cloud.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, minutes, plus, since } from "#shared/kernel/time.ts";

export type GrantCloudUnderTest = {
  readonly cloud: GrantCloud;
  /** A role that is not there yet; its account is governed. */
  readonly role: PeopleRole;
  readonly now: () => EpochMillis;
};

const document = (action: string): JsonObject => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: action, Resource: "arn:aws:s3:::orders/*" }],
});

/** What every {@link GrantCloud} keeps to. Run once per adapter, each time on an account without people's roles. */
export function grantCloudContract(name: string, open: () => Promise<GrantCloudUnderTest>): void {
  const opened = async () => {
    const under = await open();
    const deadline = plus(under.now(), minutes(1));
    return { ...under, deadline };
  };
  const withRole = async () => {
    const under = await opened();
    await under.cloud.ensureRole(under.role, under.deadline);
    return under;
  };

  describe(`${name} as the identity side of an account`, () => {
    test("a role is absent until it is made, and then as intended", async () => {
      const { cloud, role, deadline } = await opened();
      expect(await cloud.readRole(role)).toMatchObject({ kind: "read", value: "absent" });
      expect(await cloud.ensureRole(role, deadline)).toMatchObject({ kind: "accepted" });
      expect(await cloud.readRole(role)).toMatchObject({ kind: "read", value: "as-intended" });
    });

    test("making a role that stands changes nothing, its policies stay", async () => {
      const { cloud, role, deadline } = await withRole();
      await cloud.putPolicy({ role, name: "tollgate-g1-1", document: document("s3:GetObject") }, deadline);
      expect(await cloud.ensureRole(role, deadline)).toMatchObject({ kind: "accepted" });
      expect(await cloud.listPolicies(role, "")).toMatchObject({ value: ["tollgate-g1-1"] });
    });

    test("two people's roles are told apart", async () => {
      const { cloud, role } = await withRole();
      const borrowed = { ...role, person: `${role.person}-2` as typeof role.person };
      expect(await cloud.readRole(borrowed)).toMatchObject({ value: "different" });
    });

    test("a policy that was put is read back as it was put", async () => {
      const { cloud, role, deadline } = await withRole();
      expect(await cloud.readPolicy(role, "tollgate-g1-1")).toMatchObject({ kind: "read", value: undefined });
      const put = await cloud.putPolicy({ role, name: "tollgate-g1-1", document: document("s3:Get*") }, deadline);
      expect(put).toMatchObject({ kind: "accepted", requestId: expect.stringMatching(/./) });
      expect(await cloud.readPolicy(role, "tollgate-g1-1")).toMatchObject({ value: document("s3:Get*") });
    });

    test("a policy of the same name is replaced, one of another name stays", async () => {
      const { cloud, role, deadline } = await withRole();
      await cloud.putPolicy({ role, name: "tollgate-g1-1", document: document("s3:Get*") }, deadline);
      await cloud.putPolicy({ role, name: "tollgate-g1-2", document: document("s3:List*") }, deadline);
      await cloud.putPolicy({ role, name: "tollgate-g1-1", document: document("s3:GetObject") }, deadline);
      expect(await cloud.readPolicy(role, "tollgate-g1-1")).toMatchObject({ value: document("s3:GetObject") });
      expect(await cloud.readPolicy(role, "tollgate-g1-2")).toMatchObject({ value: document("s3:List*") });
    });

    test("a deleted policy is gone, and deleting it again is accepted", async () => {
      const { cloud, role, deadline } = await withRole();
      await cloud.putPolicy({ role, name: "tollgate-g1-1", document: document("s3:Get*") }, deadline);
      expect(await cloud.deletePolicy(role, "tollgate-g1-1", deadline)).toMatchObject({ kind: "accepted" });
      expect(await cloud.readPolicy(role, "tollgate-g1-1")).toMatchObject({ value: undefined });
      expect(await cloud.deletePolicy(role, "tollgate-g1-1", deadline)).toMatchObject({ kind: "accepted" });
    });

    test("deleting from a role that is not there is accepted: nothing is left to delete", async () => {
      const { cloud, role, deadline } = await opened();
      expect(await cloud.deletePolicy(role, "tollgate-g1-1", deadline)).toMatchObject({ kind: "accepted" });
      expect(await cloud.listPolicies(role, "")).toMatchObject({ kind: "read", value: [] });
    });

    test("names are listed by their beginning", async () => {
      const { cloud, role, deadline } = await withRole();
      for (const each of ["tollgate-g1-1", "tollgate-g1-2", "tollgate-g10-1"]) {
        await cloud.putPolicy({ role, name: each, document: document("s3:Get*") }, deadline);
      }
      const listed = await cloud.listPolicies(role, "tollgate-g1-");
      expect(listed.kind === "read" && listed.value.toSorted()).toEqual(["tollgate-g1-1", "tollgate-g1-2"]);
    });

    test("every role under the path is listed with its policies", async () => {
      const { cloud, role, deadline } = await withRole();
      await cloud.putPolicy({ role, name: "tollgate-g1-1", document: document("s3:Get*") }, deadline);
      expect(await cloud.listRoles(role.account)).toMatchObject({
        kind: "read",
        value: [{ roleName: role.roleName, policyNames: ["tollgate-g1-1"] }],
      });
    });

    test("a read says when it began", async () => {
      const { cloud, role, now } = await withRole();
      const before = now();
      const read = await cloud.listPolicies(role, "");
      expect(read.kind === "read" && since(before, read.beganAt)).toBeGreaterThanOrEqual(0);
    });

    test("nothing is sent once its deadline has passed, and that may be tried again", async () => {
      const { cloud, role, now } = await withRole();
      const passed = plus(now(), minutes(-1));
      const put = await cloud.putPolicy({ role, name: "tollgate-g1-1", document: document("s3:Get*") }, passed);
      expect(put).toMatchObject({ kind: "refused", forGood: false });
      expect(await cloud.readPolicy(role, "tollgate-g1-1")).toMatchObject({ value: undefined });
    });

    test("a put to a role that is not there is refused", async () => {
      const { cloud, role, deadline } = await opened();
      const put = await cloud.putPolicy({ role, name: "tollgate-g1-1", document: document("s3:Get*") }, deadline);
      expect(put).toMatchObject({ kind: "refused", forGood: true });
    });

    test("a document that is none is refused for good", async () => {
      const { cloud, role, deadline } = await withRole();
      const put = await cloud.putPolicy({ role, name: "tollgate-g1-1", document: { Statement: "all" } }, deadline);
      expect(put).toMatchObject({ kind: "refused", code: "MalformedPolicyDocument", forGood: true });
    });

    test("all policies of a role together are at most 10,240 characters", async () => {
      const { cloud, role, deadline } = await withRole();
      const filling = (count: number): JsonObject => document(`s3:Get${"x".repeat(count)}`);
      const overhead = JSON.stringify(filling(0)).length;
      const first = await cloud.putPolicy({ role, name: "tollgate-g1-1", document: filling(5_000) }, deadline);
      expect(first).toMatchObject({ kind: "accepted" });
      const rest = 10_240 - 5_000 - 2 * overhead;
      const put = (count: number) =>
        cloud.putPolicy({ role, name: "tollgate-g2-1", document: filling(count) }, deadline);
      expect(await put(rest + 1)).toMatchObject({ kind: "refused", code: "LimitExceeded", forGood: true });
      expect(await put(rest)).toMatchObject({ kind: "accepted" });
    });

    test("credentials are of the role, and end when they are said to", async () => {
      const { cloud, role, now } = await withRole();
      const until = plus(now(), minutes(30));
      const issued = await cloud.issueCredentials(role, { grant: "G-1-1", until });
      expect(issued).toMatchObject({ kind: "read", value: { expiration: until } });
      const again = await cloud.issueCredentials(role, { grant: "G-1-1", until });
      expect(issued.kind === "read" && again.kind === "read" && again.value.sessionToken).not.toBe(
        issued.kind === "read" && issued.value.sessionToken,
      );
    });

    test("nobody gets credentials of a role that is not there, or that would be over", async () => {
      const { cloud, role, now, deadline } = await opened();
      const until = plus(now(), minutes(30));
      expect(await cloud.issueCredentials(role, { grant: "G-1-1", until })).toMatchObject({ kind: "unreadable" });
      await cloud.ensureRole(role, deadline);
      expect(await cloud.issueCredentials(role, { grant: "G-1-1", until: now() })).toMatchObject({
        kind: "unreadable",
      });
    });
  });
}
