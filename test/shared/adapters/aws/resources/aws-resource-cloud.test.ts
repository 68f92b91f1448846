import { describe, expect, test } from "vitest";
import { AwsResourceCloud } from "#shared/adapters/aws/resources/aws-resource-cloud.ts";
import { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";
import type { ServedType } from "#shared/adapters/aws/resources/served-type.ts";
import { SERVED_TYPES, UNSERVED_TYPES } from "#shared/adapters/aws/resources/table.ts";
import { arn } from "#shared/kernel/ids.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { ResourceChange } from "#shared/policy/cloud.ts";
import { PLACE, said } from "./scripted-target.ts";

const clients = new MemberClients({ credentialsFor: () => Promise.reject(new Error("not asked for")) });
const QUEUE = { ...PLACE, type: "sqs.queue", arn: arn("arn:aws:sqs:eu-central-1:111122223333:orders") };
const TEAM: ResourceChange = { set: "tag", key: "team", value: "orders" };
const DAYS: ResourceChange = { set: "retention", control: "sqs.retention", days: 7 };

/** A queue whose service answers as each test says, and what was written. */
function cloudOf(changed: Partial<ServedType> = {}) {
  const written: unknown[] = [];
  const type: ServedType = {
    key: "sqs.queue",
    missing: ["QueueDoesNotExist"],
    list: () => Promise.resolve({ arns: [QUEUE.arn], next: "" }),
    describe: () =>
      Promise.resolve({
        kind: "described",
        createdAt: new Date(1_000),
        attributes: { fifo: false, kmsKey: undefined },
      }),
    readTags: () => Promise.resolve({ "aws:cloudformation:stack-name": "orders-stack" }),
    writeTags: (_, edit) => {
      written.push(edit);
      return Promise.resolve("req-tags");
    },
    retention: {
      read: () => Promise.resolve({ "sqs.retention": 4 }),
      write: (_, wanted) => {
        written.push(wanted);
        return Promise.resolve("req-retention");
      },
    },
    ...changed,
  };
  return { cloud: new AwsResourceCloud({ clients, types: new Map([[type.key, async () => type]]) }), written };
}

describe("the resource side of AWS accounts", () => {
  test("reads a resource with what manages it, its age and only what is known of it", async () => {
    expect(await cloudOf().cloud.read(QUEUE)).toEqual({
      kind: "read",
      state: {
        ...QUEUE,
        name: "orders",
        tags: { "aws:cloudformation:stack-name": "orders-stack" },
        retention: { "sqs.retention": 4 },
        createdAt: 1_000,
        managedBy: { tool: "cloudformation", name: "orders-stack" },
        attributes: { fifo: false },
      },
    });
  });

  test("reads back the tags alone of what had its tags written, and the rest of anything else", async () => {
    const described: string[] = [];
    const { cloud } = cloudOf({
      describe: ({ id }) => {
        described.push(id);
        return Promise.resolve({ kind: "described", attributes: { fifo: true } });
      },
      readTags: () => Promise.resolve({ team: "orders" }),
    });
    const stack = { tool: "cloudformation", name: "orders-stack" } as const;
    const before = {
      ...QUEUE,
      name: "orders",
      tags: { "aws:cloudformation:stack-name": "orders-stack" },
      retention: { "sqs.retention": 14 },
      managedBy: stack,
      attributes: {},
    };
    const { managedBy: _, ...own } = before;
    expect(await cloud.read(QUEUE, { kind: "written", changes: [TEAM], before })).toEqual({
      kind: "read",
      state: { ...own, tags: { team: "orders" } },
    });
    expect(described).toEqual([]);
    expect(await cloud.read(QUEUE, { kind: "written", changes: [TEAM, DAYS], before })).toMatchObject({
      state: { tags: { team: "orders" }, retention: { "sqs.retention": 4 }, attributes: { fifo: true } },
    });
    expect(described).toEqual(["orders"]);
  });

  test("reads back that a resource is gone", async () => {
    const { cloud } = cloudOf({ readTags: () => Promise.reject(said("QueueDoesNotExist")) });
    const before = { ...QUEUE, name: "orders", tags: {}, retention: {}, attributes: {} };
    expect(await cloud.read(QUEUE, { kind: "written", changes: [TEAM], before })).toEqual({ kind: "gone" });
  });

  test("reads no description of what its event told, as far as the rest answers", async () => {
    const described: string[] = [];
    const describe = ({ id }: { readonly id: string }) => {
      described.push(id);
      return Promise.resolve({ kind: "described", createdAt: new Date(1_000), attributes: {} } as const);
    };
    const told = { toldByEvent: true, describe } as const;
    expect(await cloudOf(told).cloud.read(QUEUE, { kind: "announced" })).toEqual({
      kind: "read",
      state: {
        ...QUEUE,
        name: "orders",
        tags: { "aws:cloudformation:stack-name": "orders-stack" },
        retention: { "sqs.retention": 4 },
        managedBy: { tool: "cloudformation", name: "orders-stack" },
        attributes: {},
      },
    });
    expect(described).toEqual([]);
    expect(await cloudOf({ describe }).cloud.read(QUEUE, { kind: "announced" })).toMatchObject({
      state: { createdAt: 1_000 },
    });
    expect(described).toEqual(["orders"]);
  });

  test.each([
    { what: "tags", code: "QueueDoesNotExist", there: false, is: { kind: "gone" } },
    { what: "tags", code: "QueueDoesNotExist", there: true, is: { kind: "read", state: { createdAt: 1_000 } } },
    { what: "tags", code: "AccessDenied", there: true, is: { kind: "read", state: { createdAt: 1_000 } } },
    { what: "settings", code: "QueueDoesNotExist", there: true, is: { kind: "read", state: { createdAt: 1_000 } } },
  ])(
    "takes no answer of its $what ($code) for what became of what its event told",
    async ({ what, code, there, is }) => {
      let asked = 0;
      /** Once refused, and answered then. */
      const once = <Answer>(name: string, answer: Answer): Promise<Answer> => {
        if (name !== what) return Promise.resolve(answer);
        asked += 1;
        return asked === 1 ? Promise.reject(said(code)) : Promise.resolve(answer);
      };
      const { cloud } = cloudOf({
        toldByEvent: true,
        describe: () =>
          Promise.resolve(
            there ? { kind: "described", createdAt: new Date(1_000), attributes: {} } : ({ kind: "gone" } as const),
          ),
        readTags: () => once("tags", {}),
        retention: { read: () => once("settings", {}), write: () => Promise.resolve("") },
      });
      expect(await cloud.read(QUEUE, { kind: "announced" })).toMatchObject(is);
    },
  );

  test.each([
    {
      what: "is gone, by the service's word",
      describe: () => Promise.reject(said("QueueDoesNotExist")),
      read: { kind: "gone" },
    },
    {
      what: "is being made",
      describe: () => Promise.resolve({ kind: "not-ready" } as const),
      read: { kind: "not-ready" },
    },
    {
      what: "may not be read",
      describe: () => Promise.reject(said("AccessDenied")),
      read: { kind: "unreadable", code: "AccessDenied" },
    },
    // An absent service answers HTTP 400 with an error named Unknown: never a resource that is gone.
    {
      what: "is of an absent service",
      describe: () => Promise.reject(said("Unknown")),
      read: { kind: "unreadable", code: "no-answer" },
    },
  ])("tells a resource that $what", async ({ describe: answer, read }) => {
    expect(await cloudOf({ describe: answer }).cloud.read(QUEUE)).toMatchObject(read);
  });

  test("does not judge a resource whose tags could not be read as one without tags", async () => {
    const { cloud } = cloudOf({ readTags: () => Promise.reject(said("Throttling")) });
    expect(await cloud.read(QUEUE)).toMatchObject({ kind: "unreadable", code: "Throttling" });
  });

  test("leaves out a control that could not be read, and tells one that is gone meanwhile", async () => {
    const failing = (name: string) =>
      cloudOf({ retention: { read: () => Promise.reject(said(name)), write: () => Promise.resolve("") } });
    expect(await failing("AccessDenied").cloud.read(QUEUE)).toMatchObject({ kind: "read", state: { retention: {} } });
    expect(await failing("QueueDoesNotExist").cloud.read(QUEUE)).toEqual({ kind: "gone" });
  });

  test("hands on a cursor, and an empty one is the end", async () => {
    expect(await cloudOf().cloud.list(QUEUE)).toMatchObject({ kind: "listed", refs: [QUEUE] });
    expect(await cloudOf().cloud.list(QUEUE)).not.toHaveProperty("cursor");
    const more = cloudOf({ list: ({ cursor = "" }) => Promise.resolve({ arns: [], next: `${cursor}+` }) });
    expect(await more.cloud.list(QUEUE, "a")).toMatchObject({ kind: "listed", refs: [], cursor: "a+" });
  });

  test("never has an empty list of a service that is absent", async () => {
    const { cloud } = cloudOf({ list: () => Promise.reject(said("Unknown")) });
    expect(await cloud.list(QUEUE)).toMatchObject({ kind: "unreadable", code: "no-answer" });
  });

  test("writes tags, then all retention at once, and answers with the last request", async () => {
    const { cloud, written } = cloudOf();
    expect(await cloud.write(QUEUE, [DAYS, TEAM])).toEqual({ kind: "accepted", requestId: "req-retention" });
    expect(written).toEqual([{ put: { team: "orders" }, drop: [] }, { "sqs.retention": 7 }]);
  });

  test("hands what was freshly read to whatever writes its tags", async () => {
    const handed: unknown[] = [];
    const { cloud } = cloudOf({
      writeTags: (_at, _edit, fresh) => {
        handed.push(fresh);
        return Promise.resolve("req-tags");
      },
    });
    const read = { until: epochMillis(1_000), clock: { now: () => epochMillis(0) } };
    const state = { ...QUEUE, name: "orders", tags: { team: "orders" }, retention: {}, attributes: {} };
    await cloud.write(QUEUE, [TEAM], { ...read, state });
    await cloud.write(QUEUE, [TEAM]);
    expect(handed).toMatchObject([{ ...read, tags: { team: "orders" } }, undefined]);
  });

  test("sends nothing after a call that was not accepted", async () => {
    const { cloud, written } = cloudOf({ writeTags: () => Promise.reject(new Error("timed out")) });
    expect(await cloud.write(QUEUE, [TEAM, DAYS])).toMatchObject({ kind: "unknown" });
    expect(written).toEqual([]);
  });

  test.each<{ what: string; change: ResourceChange }>([
    { what: "a tag of AWS's own", change: { set: "tag", key: "AWS:team", value: "x" } },
    { what: "a control that the type does not have", change: { set: "retention", control: "logs.retention", days: 7 } },
  ])("refuses $what before anything of the write is sent", async ({ change }) => {
    const { cloud, written } = cloudOf();
    expect(await cloud.write(QUEUE, [TEAM, change])).toMatchObject({ kind: "refused", forGood: true });
    expect(written).toEqual([]);
  });

  test.each([...SERVED_TYPES.keys()])("loads for %s what serves it, and nothing else", async (key) => {
    expect((await SERVED_TYPES.get(key)?.())?.key).toBe(key);
  });

  test("says of types that it does not serve that it does not: no empty list, nothing gone", async () => {
    const cloud = new AwsResourceCloud({ clients });
    expect(UNSERVED_TYPES).not.toEqual([]);
    for (const type of UNSERVED_TYPES) {
      const ref = { ...QUEUE, type };
      expect(await cloud.list(ref)).toMatchObject({ kind: "unreadable", code: "not-supported" });
      expect(await cloud.read(ref)).toMatchObject({ kind: "unreadable", code: "not-supported" });
      expect(await cloud.write(ref, [TEAM])).toMatchObject({ kind: "refused", code: "not-supported", forGood: true });
    }
  });
});
