import { describe, expect, onTestFinished, test } from "vitest";
import { AwsCreationTrail } from "#shared/adapters/aws/resources/aws-creation-trail.ts";
import { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { creationTrailContract } from "#test/contract/creation-trail.ts";
import { ACCOUNT } from "#test/support/sandbox.ts";
import { type Act, type Call, refusal, scriptedEndpoint } from "#test/support/scripted-endpoint.ts";
import { type TrailWorld, trailWorld } from "#test/support/trail-world.ts";

const PAGE = 50;

/** Services that lay no resource name beside their events: only the call's own name finds them. */
const NAMELESS: readonly unknown[] = ["glue.amazonaws.com"];

type Asked = {
  readonly LookupAttributes?: readonly { readonly AttributeKey: string; readonly AttributeValue: string }[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
};

/** LookupEvents as its reference has it: one attribute, newest first, fifty a page, times in seconds. */
function lookUpEvents(records: readonly JsonObject[], { body }: Call): Act {
  const { LookupAttributes = [], StartTime, EndTime, NextToken = "0" } = body as Asked;
  const [{ AttributeKey, AttributeValue } = { AttributeKey: "", AttributeValue: "" }] = LookupAttributes;
  const fits = (record: JsonObject): boolean => {
    const seconds = Date.parse(String(record["eventTime"])) / 1_000;
    if (seconds < StartTime || seconds > EndTime) return false;
    if (AttributeKey === "EventName") return record["eventName"] === AttributeValue;
    return !NAMELESS.includes(record["eventSource"]) && JSON.stringify(record).includes(`"${AttributeValue}"`);
  };
  const found = records.toReversed().filter(fits);
  const from = Number(NextToken);
  return {
    status: 200,
    body: {
      Events: found.slice(from, from + PAGE).map((record) => ({ CloudTrailEvent: JSON.stringify(record) })),
      ...(from + PAGE < found.length ? { NextToken: String(from + PAGE) } : {}),
    },
  };
}

async function opened(world: TrailWorld, answer: (call: Call) => Act = (call) => lookUpEvents(world.records, call)) {
  const endpoint = await scriptedEndpoint([answer]);
  process.env["AWS_ENDPOINT_URL_CLOUDTRAIL"] = endpoint.url;
  onTestFinished(() => {
    delete process.env["AWS_ENDPOINT_URL_CLOUDTRAIL"];
  });
  const sessions = {
    async credentialsFor(account: string) {
      if (account !== ACCOUNT) throw new Error(`account ${account} does not let us in`);
      return { accessKeyId: "test", secretAccessKey: "test" };
    },
  };
  const turns: string[] = [];
  const trail = new AwsCreationTrail({
    clients: new MemberClients(sessions),
    clock: world.clock,
    turn: async ({ account, region }) => void turns.push(`${account} ${region}`),
  });
  return { trail, endpoint, turns };
}

creationTrailContract("AwsCreationTrail", async () => {
  const world = trailWorld();
  return { ...world, trail: (await opened(world)).trail };
});

describe("the event history of an account", () => {
  test("is asked by name, in the hours round its making, and each request waits for its turn", async () => {
    const world = trailWorld();
    const { trail, endpoint, turns } = await opened(world);
    await trail.whoMade(world.make({ type: "s3.bucket", name: "orders-1", by: "ada.berg" }));
    expect(endpoint.calls.map(({ operation, body }) => ({ operation, ...body }))).toEqual([
      {
        operation: "LookupEvents",
        LookupAttributes: [{ AttributeKey: "ResourceName", AttributeValue: "orders-1" }],
        // 02:00 and 04:00 of 23 November 2026.
        StartTime: 1_795_399_200,
        EndTime: 1_795_406_400,
        MaxResults: 50,
      },
    ]);
    expect(turns).toEqual([`${ACCOUNT} eu-central-1`]);
  });

  test("is asked by the calls that make its type where its name finds nothing", async () => {
    const world = trailWorld();
    const { trail, endpoint } = await opened(world);
    await trail.whoMade(world.make({ type: "glue.job", name: "orders", by: "ada.berg" }));
    expect(endpoint.calls.map(({ body }) => body["LookupAttributes"])).toEqual([
      [{ AttributeKey: "ResourceName", AttributeValue: "orders" }],
      [{ AttributeKey: "EventName", AttributeValue: "CreateJob" }],
    ]);
  });

  test("is looked at for two pages of each question, and says when there is more", async () => {
    const world = trailWorld();
    const made = world.plant({ type: "s3.bucket", name: "busy" });
    const page = (call: Call): Act => ({ status: 200, body: { Events: [], NextToken: `${call.body["NextToken"]}+` } });
    const { trail, endpoint } = await opened(world, page);
    expect(await trail.whoMade(made)).toEqual({ kind: "not-told", because: "too many calls name it" });
    expect(endpoint.calls).toHaveLength(4);
  });

  test.each([
    { what: "AccessDeniedException", code: "AccessDenied" },
    { what: "UnknownOperationException", code: "UnknownOperation" },
  ])("that answers $what is unreadable", async ({ what, code }) => {
    const world = trailWorld();
    const made = world.make({ type: "s3.bucket", name: "orders-1", by: "ada.berg" });
    const { trail } = await opened(world, () => refusal(what));
    expect(await trail.whoMade(made)).toMatchObject({ kind: "unreadable", code });
  });

  test("passes over what is no record", async () => {
    const world = trailWorld();
    const made = world.make({ type: "s3.bucket", name: "orders-1", by: "ada.berg" });
    const odd = { status: 200, body: { Events: [{}, { CloudTrailEvent: "{" }] } };
    const { trail } = await opened(world, () => odd);
    expect(await trail.whoMade(made)).toMatchObject({ kind: "not-told" });
  });
});
