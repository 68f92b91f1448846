import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { AIMS, COUNTED, type CountedJourney } from "#test/docs/cost/counted.ts";
import { countedIn, journeyLines, journeyOf, whileNothingIsScheduled } from "#test/emulator/support/counted-calls.ts";
import { layCompany, tokenOf } from "#test/emulator/support/deployed.ts";
import { deployedHost, putBill } from "#test/emulator/support/deployed-host.ts";
import { itIsTimeFor } from "#test/emulator/support/hub.ts";
import { activeRequest, requestIn } from "#test/scenario/journeys/access-journeys.ts";
import { BILL } from "#test/scenario/journeys/cost-journeys.ts";
import { answerTo } from "#test/scenario/journeys/journey-host.ts";
import { promoted, taggedAs } from "#test/scenario/journeys/policy-journeys.ts";

type Answer = { readonly id: string; readonly revision: number };

type Sent = { readonly body: object; readonly headers: { readonly [name: string]: string } };

/** One call of the API, and none beside it: the command line reads a request before it decides on it. */
async function post(person: string, path: string, { body, headers }: Sent): Promise<Answer> {
  const authorization = `Bearer ${await tokenOf(person)}`;
  const answer = await fetch(`${inject("plane").url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization, ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`Cannot call ${path}: it answered ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

const ask = {
  items: [{ dataset: "sales.orders", template: "s3-prefix-read", account: "data-prod" }],
  duration: "1h",
  justification: "Why the October forecast was off",
};

const askFor = () =>
  post("liv.sand", "/v1/access/requests", { body: ask, headers: { "idempotency-key": `counted-${Date.now()}` } });

const approve = (person: string, { id, revision }: Answer) =>
  post(person, `/v1/access/requests/${id}/decisions`, {
    body: { outcome: "approve", note: "Agreed" },
    headers: { "if-match": `"${revision}"`, "idempotency-key": `${person}-${id}` },
  });

/** A bill of one month in this many files, with the manifest that names them, as the billing export delivers it. */
async function bring(month: string, files: number): Promise<void> {
  const csv = BILL.replaceAll("2024-03", month).replaceAll("2024-04-01", `${month}-28`);
  const names: string[] = [];
  for (let at = 1; at <= files; at += 1) {
    const folder = await putBill(`counted/data/${month}/focus-${at}.csv`, csv.replaceAll("INV-42", `INV-${at}`));
    names.push(`${folder}/focus-${at}.csv`);
  }
  await putBill(`counted/metadata/${month}/focus-Manifest.json`, JSON.stringify({ dataFiles: names }));
}

/**
 * Three months of 2004 to 2021, of which no other story may have bills, and others in the next run on an emulator that
 * stays: a bill that was taken in before would be told so at once. Years apart, so that no report goes over two of them.
 */
function freshMonths(): readonly [string, string, string] {
  const minutes = Math.floor(Date.now() / 60_000);
  const month = String((minutes % 12) + 1).padStart(2, "0");
  const year = 2004 + (Math.floor(minutes / 12) % 6);
  return [`${year}-${month}`, `${year + 6}-${month}`, `${year + 12}-${month}`];
}

const say = (lines: readonly string[]): boolean => process.stdout.write(`${lines.join("\n")}\n`);

const summaryOf = ({ doing, carrying, telling, rowsWritten }: CountedJourney): string =>
  `${doing} calls do it, ${carrying} carry its events, ${telling} tell people; ${rowsWritten} rows`;

/** Events of one moment may travel as one call or as several, and a sweep looks at what other stories left. */
const mostOf = (recorded: number): number => recorded * 1.5 + 6;

/** What was counted costs about what the documents say; and what they say is no invention. */
function holds(counted: CountedJourney, recorded: CountedJourney): void {
  for (const name of ["doing", "carrying", "telling", "rowsWritten"] as const) {
    expect
      .soft(counted[name], `${name}: more than test/docs/cost/counted.ts says`)
      .toBeLessThanOrEqual(mostOf(recorded[name]));
    expect
      .soft(counted[name], `${name}: so much less that it should say so`)
      .toBeGreaterThanOrEqual(recorded[name] / 2);
  }
}

beforeAll(layCompany);

describe("AWS calls of a journey that the deployed plane makes, with nothing scheduled beside it", () => {
  test("from a request to access: asked, decided by two, put and read back", async () => {
    const host = deployedHost();
    // Once before: what a process reads at its start is no part of a journey.
    await answerTo(host, "liv.sand", "access", "give-back", (await activeRequest(host, "1h")).id);
    await whileNothingIsScheduled(async () => {
      const asked = await countedIn("asked", askFor);
      const first = await countedIn("decided by the first", () => approve("ben.ito", asked.value));
      const second = await countedIn("decided by the second, put, read back", () => approve("hugo.vass", first.value));
      const steps = [asked.step, first.step, second.step];
      const counted = journeyOf(steps);
      const summary = summaryOf(counted);
      say(journeyLines("request-to-active", steps, [summary, AIMS.request]));
      await requestIn(host, asked.value.id, "ACTIVE");
      // Other stories deny the same person what this access would allow.
      await answerTo(host, "liv.sand", "access", "give-back", asked.value.id);
      holds(counted, COUNTED.request);
    });
  });

  test("from an event to a resource put right: settled, read, judged, written, read back, judged again", async () => {
    const host = deployedHost();
    const mark = Date.now().toString(36);
    for (const at of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await host.account.makeBucket(`counted-${mark}-${at}`, { Environment: "prod" });
    }
    await promoted(host, host.policies.tags);
    await host.account.makeBucket(`before-${mark}`);
    await taggedAs(host, `before-${mark}`, "prod");
    await whileNothingIsScheduled(async () => {
      // Once before: what a process reads at its start, and its session in the account, are no part of a journey.
      await countedIn("made before", () => host.account.makeBucket(`counted-${mark}-9`));
      await setTimeout(5_000);
      await countedIn("put right before", () => itIsTimeFor("enforcement-sweep"));
      const idle = await countedIn("nothing to do", () => itIsTimeFor("enforcement-sweep"));
      const told = await countedIn("told of", () => host.account.makeBucket(`counted-${mark}`));
      // Until it has settled.
      await setTimeout(5_000);
      const swept = await countedIn("put right", () => itIsTimeFor("enforcement-sweep"));
      const steps = [told.step, swept.step];
      const counted = journeyOf(steps, idle.step.counted);
      const summary = summaryOf(counted);
      say(journeyLines("event-to-remediated", steps, [summary, AIMS.event]));
      expect(await host.account.tagsOf(`counted-${mark}`)).toMatchObject({ Environment: "prod" });
      holds(counted, COUNTED.event);

      // Where no policy lets it settle it goes the same way as where its event comes when that time is over.
      const late = async (name: string, bucket: string) => {
        await host.account.makeQuietly(bucket);
        return (await countedIn(name, () => host.account.tellLate(bucket))).step;
      };
      // Once before: the function that hears of it has a process, a session and rows of its own, and the sweep counted a write.
      await late("heard before", `heard-${mark}-1`);
      const heard = await late("told of once it had settled, put right", `heard-${mark}-2`);
      const atOnce = journeyOf([heard]);
      say(journeyLines("settled-event-to-remediated", [heard], [summaryOf(atOnce), AIMS.event]));
      expect(await host.account.tagsOf(`heard-${mark}-2`)).toMatchObject({ Environment: "prod" });
      holds(atOnce, COUNTED.settledEvent);
    });
  });

  test("from a bill to its report, and each further file of it", async () => {
    // Once before, with another month: what a process reads at its start is no part of a journey.
    await whileNothingIsScheduled(async () => {
      const ofFiles = async (month: string, files: number) => {
        const taken = await countedIn(`${files} taken in`, () => bring(month, files));
        const body = { month };
        const made = await countedIn("reported", () => post("cleo.park", "/v1/cost/reports", { body, headers: {} }));
        const steps = [taken.step, made.step];
        return { steps, taken: journeyOf([taken.step]), counted: journeyOf(steps) };
      };
      const [before, ofOne, ofFive] = freshMonths();
      await ofFiles(before, 1);
      const [one, five] = [await ofFiles(ofOne, 1), await ofFiles(ofFive, 5)];
      // Taking in alone: what a report reads grows with the months that it goes over, not with a bill's files.
      const further = (five.taken.doing - one.taken.doing) / 4;
      const summary = `${summaryOf(one.counted)} for a bill of one file; ${further} for each further file`;
      say(journeyLines("report", [...one.steps, ...five.steps], [summary, AIMS.report]));
      expect(further).toBeLessThanOrEqual(AIMS.report);
      holds(one.counted, COUNTED.report);
    });
  });
});
