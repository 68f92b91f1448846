import { beforeAll, describe, expect, test } from "vitest";
import { answerTo, type JourneyHost, until } from "#test/scenario/journeys/journey-host.ts";

type Plan = { readonly id: string; readonly counts: { readonly change: number } };
type Action = { readonly id: string; readonly resource: string; readonly state: string; readonly policy: string };
type Finding = {
  readonly id: string;
  readonly policy: string;
  readonly rule: string;
  readonly resource: string;
  readonly next?: { readonly what: string; readonly at: string };
};

const DAY = 86_400_000;

/** Plans what a policy would write now, and lets that version of it write. */
export async function promoted(host: JourneyHost, policy: string): Promise<void> {
  const plan = await answerTo<Plan>(host, "eva.lind", "policy", "plan", policy);
  const rest = ["--plan", plan.id, "--expect", String(plan.counts.change), "--yes"];
  await answerTo(host, "eva.lind", "policy", "promote", policy, ...rest);
}

/** The tags of a bucket, once its environment is as expected. */
export const taggedAs = (host: JourneyHost, bucket: string, environment: string | undefined) =>
  until(
    host,
    () => host.account.tagsOf(bucket),
    ({ Environment }) => Environment === environment,
  );

const findingsOn = async (host: JourneyHost, resource: string): Promise<readonly Finding[]> =>
  (await answerTo<readonly Finding[]>(host, "eva.lind", "findings", "list")).filter(
    (each) => each.resource === resource,
  );

/** What the ledger has of writes on it. */
export const actionsOn = async (host: JourneyHost, resource: string): Promise<readonly Action[]> =>
  (await answerTo<readonly Action[]>(host, "eva.lind", "policy", "actions")).filter(
    (each) => each.resource === resource,
  );

export function policyJourneys(hostOf: () => JourneyHost): void {
  describe("policy", () => {
    const mark = Date.now().toString(36);

    beforeAll(async () => {
      const host = hostOf();
      // Enough that is as it must be: a policy that changes all there is halts itself.
      for (const at of [1, 2, 3, 4, 5, 6, 7, 8]) {
        await host.account.makeBucket(`stock-${mark}-${at}`, { Environment: "prod" });
      }
      await promoted(host, host.policies.tags);
      await promoted(host, host.policies.logs);
    });

    test("a bucket without tags is tagged within moments of its event, the ledger says so, and it is undone", async () => {
      const host = hostOf();
      const bucket = `loud-${mark}`;
      await host.account.makeBucket(bucket);
      expect(await taggedAs(host, bucket, "prod")).toMatchObject({ Environment: "prod" });
      const [action] = await until(
        host,
        () => actionsOn(host, `arn:aws:s3:::${bucket}`),
        ([first]) => first?.state === "DONE",
      );
      expect(action).toMatchObject({ policy: host.policies.tags, state: "DONE" });
      await answerTo(host, "eva.lind", "policy", "undo", action?.id ?? "");
      expect(Object.keys(await taggedAs(host, bucket, undefined))).not.toContain("Environment");
    });

    test("a creation that AWS refused changes nothing: no finding, no action", async () => {
      const host = hostOf();
      const [taken, behind] = [`stock-${mark}-1`, `behind-${mark}`];
      const arn = `arn:aws:s3:::${taken}`;
      const seen = async () =>
        [...(await findingsOn(host, arn)), ...(await actionsOn(host, arn))].map(({ id }) => id).toSorted();
      const before = await seen();
      await host.account.makeAgain(taken);
      // What comes behind it on the same way has been dealt with, so it has been too.
      await host.account.makeBucket(behind);
      await taggedAs(host, behind, "prod");
      expect(await seen()).toEqual(before);
    });

    test("log retention is raised at once, and not lowered before people agreed and its grace is over", async () => {
      const host = hostOf();
      const [short, long] = [`/story/short-${mark}`, `/story/long-${mark}`];
      await host.account.makeLogGroup(short, 7);
      await host.account.makeLogGroup(long, 731);
      const raised = await until(
        host,
        () => host.account.daysOf(short),
        (days) => days !== 7,
      );
      expect(raised).toBe(90);
      const lowering = async () =>
        (await findingsOn(host, host.account.arnOfLogGroup(long))).find(({ policy }) => policy === host.policies.logs);
      const waiting = await until(host, lowering, (finding) => finding !== undefined);
      expect(waiting?.next?.what).toContain("approved by");
      await answerTo(host, "hugo.vass", "findings", "approve", waiting?.id ?? "", "--yes");
      const agreed = await until(
        host,
        lowering,
        (finding) => Date.parse(finding?.next?.at ?? "") > Date.now() + 6 * DAY,
      );
      // What lowering deletes does not come back: a yes does not shorten the days of grace.
      expect(agreed?.next?.what).toContain("Written when its grace is over");
      expect(await host.account.daysOf(long)).toBe(731);
    });
  });
}
