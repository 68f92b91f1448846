import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { AIMS, COUNTED, type CountedJourney, NO_NEWS } from "#test/docs/cost/counted.ts";
import { AT_ONCE } from "#test/emulator/support/company.ts";
import { countedIn, journeyLines, journeyOf, whileNothingIsScheduled } from "#test/emulator/support/counted-calls.ts";
import { layCompany, tokenOf } from "#test/emulator/support/deployed.ts";
import { deployedHost, putBill } from "#test/emulator/support/deployed-host.ts";
import { figureLines, itIsTimeFor } from "#test/emulator/support/hub.ts";
import { activeRequest, requestIn } from "#test/scenario/journeys/access-journeys.ts";
import { BILL } from "#test/scenario/journeys/cost-journeys.ts";
import { answerTo } from "#test/scenario/journeys/journey-host.ts";
import { actionsOn, promoted, taggedAs } from "#test/scenario/journeys/policy-journeys.ts";

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
    isAbout(counted[name], recorded[name], name);
  }
}

function isAbout(counted: number, recorded: number, what: string): void {
  expect.soft(counted, `${what}: more than test/docs/cost/counted.ts says`).toBeLessThanOrEqual(mostOf(recorded));
  expect.soft(counted, `${what}: so much less that it should say so`).toBeGreaterThanOrEqual(recorded / 2);
}

type Host = ReturnType<typeof deployedHost>;

/** The policy that lets nothing settle may write from now on. Enough is as it must be: one that changes all halts itself. */
async function writesAtOnce(host: Host): Promise<void> {
  for (const at of [1, 2, 3, 4]) {
    await host.account.makeBucket(`${AT_ONCE.prefix}good-${at}-${Date.now().toString(36)}`, { Environment: "prod" });
  }
  await promoted(host, AT_ONCE.policy);
}

/** A bucket that it is about, and CloudTrail's word of it, which nobody has told yet. */
async function untold(host: Host, name: string) {
  const bucket = `${AT_ONCE.prefix}${name}-${Date.now().toString(36)}`;
  await host.account.makeQuietly(bucket);
  return { bucket, tell: host.account.wordOf(bucket) };
}

const writesOn = (host: Host, bucket: string) => actionsOn(host, `arn:aws:s3:::${bucket}`);

/** What the plane heard of its own writes, as its log says. */
const ofOurOwn = async () =>
  (await figureLines("event-enforce", "reason")).filter(({ reason }) => reason === "own-write");

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
    });
  });

  test("from an event to a resource put right where no policy lets it settle: read, judged, written, read back, judged again", async () => {
    const host = deployedHost();
    await writesAtOnce(host);
    await whileNothingIsScheduled(async () => {
      // Once before: the function that hears of it has a process, a session and rows of its own.
      await countedIn("put right before", (await untold(host, "before")).tell);
      const heard = [];
      for (const time of ["first", "second", "third"]) {
        const { bucket, tell } = await untold(host, time);
        const { step } = await countedIn(`the ${time} told of, put right`, tell);
        heard.push({ step, counted: journeyOf([step]) });
        expect(await host.account.tagsOf(bucket)).toMatchObject({ Environment: "prod" });
        expect(await writesOn(host, bucket)).toMatchObject([{ policy: AT_ONCE.policy, state: "DONE" }]);
      }
      // A machine that is slow for a moment costs a call more: what the cheapest of them cost is what it takes.
      const [{ counted } = expect.unreachable()] = heard.toSorted((one, two) => one.counted.doing - two.counted.doing);
      const steps = heard.map(({ step }) => step);
      say(journeyLines("event-to-remediated-at-once", steps, [summaryOf(counted), AIMS.event]));
      expect(counted.doing).toBeLessThanOrEqual(AIMS.event);
      holds(counted, COUNTED.eventAtOnce);
    });
  });

  test("an event that comes twice, or tells of our own write, changes nothing: what hearing of it costs", async () => {
    const host = deployedHost();
    await writesAtOnce(host);
    const { bucket, tell } = await untold(host, "twice");
    await whileNothingIsScheduled(async () => {
      await countedIn("put right", tell);
      const written = await writesOn(host, bucket);
      expect(written).toHaveLength(1);
      const again = await countedIn("the same told once more", tell);
      const before = (await ofOurOwn()).length;
      const ours = await countedIn("told of tags that we put", () => host.account.tellOurTags(bucket));
      const [second, own] = [journeyOf([again.step]), journeyOf([ours.step])];
      const summary = `${second.doing} calls for the same event once more, ${own.doing} for our own write`;
      say(journeyLines("event-that-is-no-news", [again.step, ours.step], [summary]));
      expect(await writesOn(host, bucket)).toEqual(written);
      // Whatever is written has an event, which is carried.
      expect(second.carrying).toBe(0);
      isAbout(second.doing, NO_NEWS.again, "the same event once more");
      expect(ours.step.counted).toHaveLength(NO_NEWS.ours);
      expect(await ofOurOwn()).toHaveLength(before + 1);
    });
  });

  test("from an event that comes when the time to settle is over: as where no policy lets it settle", async () => {
    const host = deployedHost();
    const mark = Date.now().toString(36);
    await promoted(host, host.policies.tags);
    const late = async (name: string, bucket: string) => {
      await host.account.makeQuietly(bucket);
      return (await countedIn(name, () => host.account.tellLate(bucket))).step;
    };
    await whileNothingIsScheduled(async () => {
      // Once before: the function that hears of it has a process, a session and rows of its own, and sweeps count writes.
      await late("heard before", `heard-${mark}-1`);
      const heard = await late("told of once it had settled, put right", `heard-${mark}-2`);
      const counted = journeyOf([heard]);
      say(journeyLines("settled-event-to-remediated", [heard], [summaryOf(counted), AIMS.event]));
      expect(await host.account.tagsOf(`heard-${mark}-2`)).toMatchObject({ Environment: "prod" });
      holds(counted, COUNTED.eventAtOnce);
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
