import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { DeleteRoleCommand, DeleteRolePolicyCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { decisionsOf, readDecisions } from "#infra/emulator/decisions.ts";
import { layCompany } from "#test/emulator/support/deployed.ts";
import { deployedHost } from "#test/emulator/support/deployed-host.ts";
import { iamOfMember } from "#test/emulator/support/governed-account.ts";
import {
  deadLetterAlarm,
  itIsTimeFor,
  sendTo,
  triedAgainSoon,
  urlOfQueue,
  waitingIn,
  whileAllIsStopped,
  whileRefused,
  whileStopped,
} from "#test/emulator/support/hub.ts";
import { mailsOf } from "#test/emulator/support/mails.ts";
import { activeRequest, askForOrders, requestIn } from "#test/scenario/journeys/access-journeys.ts";
import { answerTo, type JourneyHost, until } from "#test/scenario/journeys/journey-host.ts";

const FILE = { bucket: "brightwater-sales-prod", key: "orders/2026/10/part-0001.csv" };

beforeAll(layCompany);

describe("bad days of the deployed plane", () => {
  test("bad day: every function stopped: access ends by the policy's own date while every function is stopped, and is proved when they run again", async () => {
    const host = deployedHost();
    await host.account.putFile({ ...FILE, body: "order,amount\n1,9.90\n" });
    const request = await activeRequest(host, "1m");
    const grant = request.grants[0] ?? expect.unreachable("no grant");
    const handed = await host.by("liv.sand", "access", "credentials", grant.id);
    expect(handed.err).toBe("");
    const holder = { person: "liv.sand", credentials: handed.out };
    await whileAllIsStopped(async () => {
      expect(await host.account.may(holder, "s3:GetObject", FILE)).toBe(true);
      await setTimeout(Math.max(0, Date.parse(grant.expiresAt) - Date.now()) + 1_500);
      expect(await host.account.may(holder, "s3:GetObject", FILE)).toBe(false);
    });
    expect((await requestIn(host, request.id, "ENDED")).grants[0]?.state).toBe("REVOKED");
  });

  test("what the bus does not take goes out when it takes it again", async () => {
    const host = deployedHost();
    const refused = () =>
      decisionsOf("tollgate-outbox-publish", readDecisions(inject("emulator").decisionLog)).filter(
        ({ allowed }) => !allowed,
      ).length;
    const before = refused();
    let asked = "";
    await whileRefused({ role: "tollgate-outbox-publish", action: "events:PutEvents" }, async () => {
      asked = (await askForOrders(host, "1h")).id;
      await until(
        host,
        async () => refused(),
        (count) => count > before,
      );
    });
    const told = await until(
      host,
      async () => {
        await itIsTimeFor("outbox-sweep");
        return mailsOf();
      },
      (mails) => mails.some(({ BodyText }) => BodyText.includes(asked)),
    );
    expect(told.filter(({ BodyText }) => BodyText.includes(asked)).length).toBeGreaterThan(0);
    await answerTo(host, "liv.sand", "access", "cancel", asked);
  });

  test("access that is decided and given back while nobody acts on events is given and ended by the sweep", async () => {
    const host = deployedHost();
    await whileStopped(["tollgate-grant-converge"], async () => {
      const { id } = await askForOrders(host, "1h");
      for (const person of ["ben.ito", "hugo.vass"]) {
        await answerTo(host, person, "access", "decide", id, "--approve", "--note", "Fine for the close");
      }
      await itIsTimeFor("access-sweep");
      expect((await requestIn(host, id, "ACTIVE")).state).toBe("ACTIVE");
      await answerTo(host, "liv.sand", "access", "give-back", id);
      const over = await until(
        host,
        async () => {
          await itIsTimeFor("access-sweep");
          return answerTo<{ readonly state: string }>(host, "liv.sand", "access", "show", id);
        },
        ({ state }) => state === "ENDED",
      );
      expect(over.state).toBe("ENDED");
    });
  });

  test("bad day: a message that nobody can read goes to the dead letters and alarms, and what comes behind it is done", async () => {
    const host = deployedHost();
    await putAside(host, "tollgate-grant-converge", async (queue) => {
      await sendTo(queue, "{not json");
      const behind = await activeRequest(host, "1h");
      expect(behind.state).toBe("ACTIVE");
      await answerTo(host, "liv.sand", "access", "give-back", behind.id);
    });
  });

  test("bad day: a role deleted by hand: what stood on it ends and is proved, and who asks again gets a role anew", async () => {
    const host = deployedHost();
    const request = await activeRequest(host, "1h");
    await deleteRole("liv.sand");
    await answerTo(host, "liv.sand", "access", "give-back", request.id);
    const over = await requestIn(host, request.id, "ENDED");
    expect(over.grants[0]?.state).toBe("REVOKED");
    expect(over.grants[0]?.evidence.map(({ kind }) => kind)).toContain("absent");
    const again = await activeRequest(host, "1h");
    expect(again.state).toBe("ACTIVE");
    await answerTo(host, "liv.sand", "access", "give-back", again.id);
    await requestIn(host, again.id, "ENDED");
  });

  test("bad day: an export with another schema goes to the dead letters, counts nothing, and alarms", async () => {
    const host = deployedHost();
    const head = "bill/PayerAccountId,lineItem/UsageStartDate,lineItem/UnblendedCost";
    await putAside(host, "tollgate-bills", () =>
      host.bringBill("2024-01", `${head}\n111122223333,2024-01-01T00:00:00Z,1.0\n`),
    );
    const report = ["cost", "report", "--month", "2024-01", "--out", mkdtempSync(join(tmpdir(), "tollgate-none-"))];
    expect((await host.by("cleo.park", ...report)).code).toBe(1);
  });
});

/** What `work` brings into a queue ends there as exactly one dead letter, and alarms. */
async function putAside(host: JourneyHost, name: string, work: (queue: string) => Promise<void>): Promise<void> {
  const queue = await urlOfQueue(name);
  const dead = await urlOfQueue(`${name}-dead`);
  const before = await waitingIn(dead);
  await triedAgainSoon(queue, async () => {
    await work(queue);
    const put = await until(
      host,
      () => waitingIn(dead),
      (count) => count > before,
    );
    expect(put).toBe(before + 1);
  });
  const alarm = await until(
    host,
    () => deadLetterAlarm(name, before + 1),
    (state) => state === "ALARM",
  );
  expect(alarm).toBe("ALARM");
}

/** By somebody with the rights, in the account: every policy of a person's role, and then the role. */
async function deleteRole(RoleName: string): Promise<void> {
  const iam = iamOfMember();
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}
