import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, inject, test } from "vitest";
import { countedIn, journeyLines, whileNothingIsScheduled } from "#test/emulator/support/counted-calls.ts";
import { layCompany, tokenOf } from "#test/emulator/support/deployed.ts";
import { deployedHost } from "#test/emulator/support/deployed-host.ts";
import { itIsTimeFor } from "#test/emulator/support/hub.ts";
import { activeRequest } from "#test/scenario/journeys/access-journeys.ts";
import { BILL } from "#test/scenario/journeys/cost-journeys.ts";
import { answerTo } from "#test/scenario/journeys/journey-host.ts";
import { promoted, taggedAs } from "#test/scenario/journeys/policy-journeys.ts";

beforeAll(layCompany);

type Answer = { readonly id: string; readonly revision: number; readonly state: string };
const say = (lines: readonly string[]) => process.stdout.write(`${lines.join("\n")}\n`);

async function post(
  person: string,
  path: string,
  { body, headers }: { body: object; headers: Record<string, string> },
): Promise<Answer> {
  const authorization = `Bearer ${await tokenOf(person)}`;
  const answer = await fetch(`${inject("plane").url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization, ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

const ask = {
  items: [{ dataset: "sales.orders", template: "s3-prefix-read", account: "data-prod" }],
  duration: "1h",
  justification: "Why the October forecast was off",
};

describe("calls per journey", () => {
  test("request to active", async () => {
    const host = deployedHost();
    // Warm.
    const warm = await activeRequest(host, "1h");
    await answerTo(host, "liv.sand", "access", "give-back", warm.id);
    await whileNothingIsScheduled(async () => {
      const asked = await countedIn("asked", () =>
        post("liv.sand", "/v1/access/requests", { body: ask, headers: { "idempotency-key": `k-${Date.now()}` } }),
      );
      const decide = (who: string, seen: Answer) =>
        post(who, `/v1/access/requests/${seen.id}/decisions`, {
          body: { outcome: "approve", note: "Agreed" },
          headers: { "if-match": `"${seen.revision}"`, "idempotency-key": `${who}-${seen.id}` },
        });
      const first = await countedIn("first decision", () => decide("ben.ito", asked.value));
      const second = await countedIn("second decision", () => decide("hugo.vass", first.value));
      say(journeyLines("request-to-active", [asked.step, first.step, second.step]));
    });
  });

  test("event to remediated", async () => {
    const host = deployedHost();
    const mark = Date.now().toString(36);
    for (const at of [1, 2, 3, 4, 5, 6, 7, 8])
      await host.account.makeBucket(`few-${mark}-${at}`, { Environment: "prod" });
    await promoted(host, host.policies.tags);
    await host.account.makeBucket(`warm-${mark}`);
    await taggedAs(host, `warm-${mark}`, "prod");
    await whileNothingIsScheduled(async () => {
      const idle = await countedIn("idle enforcement-sweep", () => itIsTimeFor("enforcement-sweep"));
      const told = await countedIn("event", () => host.account.makeBucket(`counted-${mark}`));
      await setTimeout(6_000);
      const swept = await countedIn("settled", () => itIsTimeFor("enforcement-sweep"));
      say(journeyLines("event-to-remediated", [idle.step, told.step, swept.step]));
    });
  });

  test("report", async () => {
    const host = deployedHost();
    const month = "2024-08";
    const csv = BILL.replaceAll("2024-03", month).replaceAll("2024-04-01", "2024-09-01");
    await whileNothingIsScheduled(async () => {
      const idle = await countedIn("idle cost-report", () => itIsTimeFor("cost-report"));
      const brought = await countedIn("bill", () => host.bringBill(month, csv));
      const report = await countedIn("report", () => itIsTimeFor("cost-report"));
      say(journeyLines("report", [idle.step, brought.step, report.step]));
    });
  });
});
