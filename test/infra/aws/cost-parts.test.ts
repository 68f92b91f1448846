import { describe, expect, test } from "vitest";
import { DEPLOYED } from "#test/docs/cost/assumed.ts";
import { stacks } from "#test/infra/aws/stacks.ts";

/** So far a bill may be from what is deployed before it has to be worked out anew, in parts of a hundred. */
const APART = 20n;

const near = (found: number, said: bigint): boolean => {
  const apart = BigInt(found) - said;
  return (apart < 0n ? -apart : apart) * 100n <= said * APART;
};

describe("what stands and is paid for by the month, as the bill in docs/cost-of-tollgate.md has it", () => {
  const { hub } = stacks();
  const count = (type: string): number => Object.keys(hub.findResources(type)).length;

  test.each([
    { type: "AWS::CloudWatch::Alarm", said: DEPLOYED.alarms },
    { type: "AWS::CloudWatch::Dashboard", said: DEPLOYED.dashboards },
    { type: "AWS::KMS::Key", said: DEPLOYED.keys },
  ])("$type: $said", ({ type, said }) => {
    expect(near(count(type), said), `${count(type)} are deployed: write it into test/docs/cost/assumed.ts`).toBe(true);
  });

  test("queues that a function polls", () => {
    const mappings = Object.values(hub.findResources("AWS::Lambda::EventSourceMapping"));
    const streams = mappings.filter(({ Properties }) => "StartingPosition" in (Properties as object)).length;
    expect(near(mappings.length - streams, DEPLOYED.polledQueues)).toBe(true);
  });
});
