import { setTimeout } from "node:timers/promises";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { deployHubAgain } from "#infra/emulator/deploy.ts";
import { REGION } from "#infra/emulator/environment.ts";
import { layCompany } from "#test/emulator/support/deployed.ts";
import { deployedHost } from "#test/emulator/support/deployed-host.ts";
import { waitingIn } from "#test/emulator/support/hub.ts";
import { activeRequest, askForOrders, requestIn } from "#test/scenario/journeys/access-journeys.ts";
import { answerTo, type JourneyHost } from "#test/scenario/journeys/journey-host.ts";
import { promoted, taggedAs } from "#test/scenario/journeys/policy-journeys.ts";

const PROD = { Environment: "prod" };

/** Requests made while a deploy goes on, however long it takes: with the two before it, nine fill the role of whoever asks. */
const MOST_REQUESTS = 6;

const hub = () => ({
  endpoint: inject("emulator").url,
  region: REGION,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

const configurationOf = (fn: string) =>
  new LambdaClient(hub()).send(new GetFunctionConfigurationCommand({ FunctionName: `tollgate-${fn}` }));

const stalenessOf = async (fn: string): Promise<string | undefined> =>
  (await configurationOf(fn)).Environment?.Variables?.["READ_STALENESS_SECONDS"];

/** The hash of the code that is deployed. */
const codeOf = async (fn: string): Promise<string | undefined> => (await configurationOf(fn)).CodeSha256;

/** Which Tollgate answers, and by which build. */
const versionOf = async (host: JourneyHost): Promise<string> =>
  (await answerTo<{ readonly version: string }>(host, "eva.lind", "health")).version;

/** How many messages lie in all dead-letter queues. */
async function deadLetters(): Promise<number> {
  let sum = 0;
  for await (const { QueueUrls = [] } of paginateListQueues({ client: new SQSClient(hub()) }, {})) {
    for (const url of QueueUrls) if (url.endsWith("-dead")) sum += await waitingIn(url);
  }
  return sum;
}

/** Somebody works on, every few seconds, until told to stop: a bucket without tags, and at first a request that two approve. */
function working(host: ReturnType<typeof deployedHost>, mark: string) {
  const made = { buckets: [] as string[], requests: [] as string[] };
  let over = false;
  const work = async (): Promise<void> => {
    for (let turn = 1; !over; turn += 1) {
      const bucket = `upgrade-${mark}-${turn}`;
      await host.account.makeBucket(bucket);
      made.buckets.push(bucket);
      if (turn <= MOST_REQUESTS) made.requests.push(await approved(host));
      await setTimeout(4_000);
    }
  };
  const done = work();
  return {
    async stop() {
      over = true;
      await done;
      return made;
    },
  };
}

async function approved(host: JourneyHost): Promise<string> {
  const { id } = await askForOrders(host, "1h");
  await answerTo(host, "ben.ito", "access", "decide", id, "--approve", "--note", "Fine for the close");
  await answerTo(host, "hugo.vass", "access", "decide", id, "--approve", "--note", "Agreed");
  return id;
}

beforeAll(layCompany);

describe("an upgrade of the deployed plane", () => {
  test("bad day: a deploy while everything is under way: a second deploy with a changed function loses nothing of what is under way", async () => {
    const host = deployedHost();
    const mark = Date.now().toString(36);
    // Enough that is as it must be: a policy that changes all there is halts itself.
    for (const at of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      await host.account.makeBucket(`before-${mark}-${at}`, PROD);
    }
    await promoted(host, host.policies.tags);
    const dead = await deadLetters();
    // Before it: a request that waits for its second approver, and access that ends in the middle of the deploy.
    const waiting = await askForOrders(host, "1h");
    await answerTo(host, "ben.ito", "access", "decide", waiting.id, "--approve", "--note", "Fine for the close");
    const ending = await activeRequest(host, "1m");
    // An emulator that stays has been upgraded by the run before.
    const [version] = (await versionOf(host)).split("+");
    const before = Number(await stalenessOf("grant-converge"));

    const code = await codeOf("grant-converge");
    const busy = working(host, mark);
    await deployHubAgain(inject("emulator").url, inject("plane").folder, {
      build: mark,
      environment: { readStaleness: before + 1 },
    });
    const made = await busy.stop();
    expect(await stalenessOf("grant-converge")).toBe(String(before + 1));
    expect(await versionOf(host)).toBe(`${version}+${mark}`);
    expect(await codeOf("grant-converge")).not.toBe(code);
    expect(made.requests.length).toBeGreaterThan(2);

    // Each of them came to what it would have come to.
    expect((await requestIn(host, ending.id, "ENDED")).grants[0]?.state).toBe("REVOKED");
    await answerTo(host, "hugo.vass", "access", "decide", waiting.id, "--approve", "--note", "Agreed");
    for (const id of [waiting.id, ...made.requests]) {
      expect((await requestIn(host, id, "ACTIVE")).state).toBe("ACTIVE");
      await answerTo(host, "liv.sand", "access", "give-back", id);
    }
    for (const id of [waiting.id, ...made.requests]) expect((await requestIn(host, id, "ENDED")).state).toBe("ENDED");
    for (const bucket of made.buckets) expect(await taggedAs(host, bucket, "prod"), bucket).toMatchObject(PROD);
    expect(await deadLetters()).toBe(dead);
  }, 480_000);
});
