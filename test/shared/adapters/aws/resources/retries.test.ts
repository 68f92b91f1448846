import { describe, expect, test } from "vitest";
import { nameCalls, RetriesByCall } from "#shared/adapters/aws/resources/retries.ts";

const throttled = { errorType: "THROTTLING" } as const;

const broken = { errorType: "TRANSIENT" } as const;

/** How many times a call is sent when each time the line breaks. */
async function triesOf(call: string): Promise<number> {
  const retries = new RetriesByCall();
  let token = await retries.acquireInitialRetryToken(call);
  for (let tries = 1; ; tries += 1) {
    try {
      token = await retries.refreshRetryTokenForRetry(token, broken);
    } catch {
      return tries;
    }
  }
}

describe("the retries of a client", () => {
  test.each([
    { call: "DescribeLogGroups", tries: 4 },
    { call: "ListBuckets", tries: 4 },
    // Writes are judged by reading back: none is sent twice.
    { call: "PutBucketTagging", tries: 1 },
    { call: "TagResources", tries: 1 },
    // A call whose name tells nothing counts as a write.
    { call: "", tries: 1 },
  ])("let $call be sent $tries times", async ({ call, tries }) => {
    expect(await triesOf(call)).toBe(tries);
  });

  test("keep a token bucket for each call: a throttled list slows down no other call", async () => {
    const retries = new RetriesByCall();
    const list = await retries.acquireInitialRetryToken("ListQueues");
    await retries.refreshRetryTokenForRetry(list, throttled);
    const began = performance.now();
    for (let count = 0; count < 20; count += 1) {
      retries.recordSuccess(await retries.acquireInitialRetryToken("ListQueueTags"));
    }
    expect(performance.now() - began).toBeLessThan(200);
  });

  test("know each call by the name that the client gives it", async () => {
    const context: { commandName: string; partition_id?: string } = { commandName: "ListBucketsCommand" };
    const steps: ((args: object) => Promise<object>)[] = [];
    nameCalls({ add: (step) => void steps.push(step((args) => Promise.resolve(args), context)) });
    await steps[0]?.({});
    expect(context.partition_id).toBe("ListBuckets");
  });
});
