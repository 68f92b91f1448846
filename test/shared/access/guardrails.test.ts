import { expect, test } from "vitest";
import type { AccessAsk } from "#shared/access/access-ask.ts";
import type { Guardrail } from "#shared/access/access-request.ts";
import { personId } from "#shared/kernel/ids.ts";
import { hours, minutes } from "#shared/kernel/time.ts";
import { type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";

type Row = {
  readonly because: string;
  readonly check: string;
  readonly ask?: Partial<AccessAsk>;
  readonly arrange?: (world: RequestWorld) => Promise<void>;
  readonly says: string;
};

async function failing({ ask, arrange }: Pick<Row, "ask" | "arrange">): Promise<readonly Guardrail[]> {
  const world = await requestWorld();
  await arrange?.(world);
  const refused = await world.submit(ask);
  if (refused.ok || refused.error.kind !== "refused") return [];
  return refused.error.assessment.checks.filter(({ result }) => result === "fail");
}

const read = (dataset: string, account: string) => ({ items: [{ dataset, account, template: "s3-prefix-read" }] });

test.each<Row>([
  {
    because: "a reason that says nothing",
    check: "justification",
    ask: { justification: "   because        " },
    says: "the justification has 7 characters; at least 15 are asked",
  },
  {
    because: "no ticket where the rule wants one",
    check: "ticket",
    ask: { ticket: "nonsense" },
    says: '"nonsense" is no ticket, written like [A-Z]{2,8}-[0-9]+',
  },
  {
    because: "a ticket with something before and after it",
    check: "ticket",
    ask: { ticket: "see DATA-881 please" },
    says: '"see DATA-881 please" is no ticket, written like [A-Z]{2,8}-[0-9]+',
  },
  {
    because: "longer than the rule gives",
    check: "decision-rights",
    ask: { duration: hours(9) },
    says: 'Cannot ask for 9h: rule "restricted" of policy "company" gives at most 8h',
  },
  {
    because: "for somebody who may not ask",
    check: "eligibility",
    arrange: (world) => world.governance.setPerson("ben", ["finance-analysts"]),
    ask: { beneficiary: personId("ben") },
    says: 'Policy "company" lets people in the group all-data ask, and ben is none of them',
  },
  {
    because: "for somebody who left",
    check: "active",
    arrange: (world) => world.governance.setPerson("ben", ["all-data"], { active: false }),
    ask: { beneficiary: personId("ben") },
    says: "Not active in the directory: ben",
  },
  {
    because: "nobody but its own people could decide",
    check: "segregation",
    arrange: async (world) => {
      await world.governance.removePerson("sam");
      await world.governance.setPerson("sue", ["all-data"]);
    },
    says: "Nobody could decide: there are not enough people besides the requester and the beneficiary",
  },
])("$check says no: $because", async ({ check, says, ...row }) => {
  const found = (await failing(row)).find((each) => each.check === check);
  expect(found).toEqual({ check, result: "fail", because: says });
});

test.each([
  { because: "as everybody asks", ask: {} },
  { because: "exactly as long as the rule gives", ask: { duration: hours(8) } },
  { because: "the shortest there is", ask: { duration: minutes(1) } },
  {
    because: "exactly as many characters as are asked, signs of any script",
    ask: { justification: "データを調べる必要がありますので" },
  },
  { because: "no ticket where none is asked", ask: read("finance.ledger", "data-prod") },
] satisfies readonly { readonly because: string; readonly ask: Partial<AccessAsk> }[])(
  "nothing says no: $because",
  async ({ ask }) => {
    const arrange = async (world: RequestWorld) => {
      await world.governance.setPerson("fin", ["all-data", "finance-data-owners"]);
      await world.governance.setPerson("pat", ["all-data", "platform-engineers"]);
    };
    expect(await failing({ ask, arrange })).toEqual([]);
  },
);

test("a freeze warns whoever asks, and refuses nobody", async () => {
  const world = await requestWorld();
  await world.governance.setFrozen(true);
  const request = await world.request(await world.asked());
  expect(request.checks.find(({ check }) => check === "freeze")).toEqual({
    check: "freeze",
    result: "warn",
    because: "Activation waits: an audit is under way",
  });
});

test("every guardrail answers and is stored with the request", async () => {
  const world = await requestWorld();
  const request = await world.request(await world.asked());
  expect(request.checks.map(({ check }) => check)).toEqual([
    "decision-rights",
    "active",
    "eligibility",
    "duration",
    "total",
    "concurrency",
    "justification",
    "ticket",
    "four-people",
    "segregation",
    "policy",
    "residency",
    "size",
    "freeze",
  ]);
});
