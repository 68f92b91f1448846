import { describe, expect, test } from "vitest";
import type { CreationTrail, MadeResource } from "#shared/policy/creation-trail.ts";

export type CreationTrailUnderTest = {
  readonly trail: CreationTrail;
  /** Somebody makes it, under a session of this name. */
  readonly make: (what: { readonly type: string; readonly name: string; readonly by: string }) => MadeResource;
  readonly remove: (made: MadeResource, by: string) => void;
  /** It is there, and no call ever made it. */
  readonly plant: (what: { readonly type: string; readonly name: string }) => MadeResource;
  readonly later: (days: number) => void;
};

/** What every {@link CreationTrail} keeps to. Run once per adapter, each time on an account without a history. */
export function creationTrailContract(name: string, open: () => Promise<CreationTrailUnderTest>): void {
  const principalOf = (session: string) =>
    expect.stringMatching(new RegExp(`^arn:aws:sts::\\d{12}:assumed-role/.*/${session}$`));

  describe(`${name} as what an account remembers of its calls`, () => {
    // One named by its bucket, one by its path, one by an id that AWS makes up, one by an answer.
    test.each(["s3.bucket", "logs.log-group", "ec2.volume", "glue.job"])("tells who made a %s", async (type) => {
      const { trail, make } = await open();
      const made = make({ type, name: "orders-1", by: "ada.berg" });
      make({ type, name: "orders-2", by: "ben.stone" });
      expect(await trail.whoMade(made)).toEqual({ kind: "made-by", principal: principalOf("ada.berg") });
    });

    test("tells the later of two who made one of the same name", async () => {
      const { trail, make, remove, later } = await open();
      const first = make({ type: "s3.bucket", name: "orders-1", by: "ada.berg" });
      later(1);
      remove(first, "ada.berg");
      const second = make({ type: "s3.bucket", name: "orders-1", by: "ben.stone" });
      expect(await trail.whoMade(second)).toEqual({ kind: "made-by", principal: principalOf("ben.stone") });
    });

    test("tells without the moment that it was made at, which not every service says", async () => {
      const { trail, make } = await open();
      const { createdAt: _at, ...made } = make({ type: "s3.bucket", name: "orders-1", by: "ada.berg" });
      expect(await trail.whoMade(made)).toEqual({ kind: "made-by", principal: principalOf("ada.berg") });
    });

    test("does not take a call that failed, or one that only changed it, for the one that made it", async () => {
      const { trail, plant, make } = await open();
      const planted = plant({ type: "s3.bucket", name: "orders-1" });
      // The name is taken: refused, and recorded all the same.
      expect(() => make({ type: "s3.bucket", name: "orders-1", by: "ben.stone" })).toThrow();
      expect(await trail.whoMade(planted)).toMatchObject({ kind: "not-told" });
    });

    test("remembers 90 days, and says no more than that it does not tell", async () => {
      const { trail, make, later } = await open();
      const made = make({ type: "s3.bucket", name: "orders-1", by: "ada.berg" });
      later(90);
      expect(await trail.whoMade(made)).toMatchObject({ kind: "made-by" });
      later(1);
      expect(await trail.whoMade(made)).toMatchObject({ kind: "not-told" });
    });

    test("of an account that cannot be read says so, and not that nobody made it", async () => {
      const { trail, make } = await open();
      const { ref, ...made } = make({ type: "s3.bucket", name: "orders-1", by: "ada.berg" });
      const elsewhere = { ...ref, account: "999988887777" as typeof ref.account };
      expect(await trail.whoMade({ ...made, ref: elsewhere })).toMatchObject({ kind: "unreadable" });
    });
  });
}
