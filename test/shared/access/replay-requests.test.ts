import { beforeAll, describe, expect, test } from "vitest";
import type { AccessRequest } from "#shared/access/access-request.ts";
import { replayRequests } from "#shared/access/replay-requests.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { groupName } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import { digest } from "#test/support/access/grant-world.ts";
import { DOCUMENTS, type RequestWorld, requestWorld } from "#test/support/access/request-world.ts";
import { companyPolicy, companyRules, orders, s3Read, teams } from "#test/support/catalog/saltmarsh.ts";

let world: RequestWorld;
let past: readonly AccessRequest[];
let restricted: AccessRequest["id"];
let byRule: AccessRequest["id"];

beforeAll(async () => {
  world = await requestWorld();
  restricted = await world.approved();
  // The masked copy in dev is internal: eight hours of reading it need nobody.
  const copy = [{ dataset: "sales.orders", template: "s3-prefix-read", account: "data-dev" }];
  byRule = await world.asked({ items: copy, duration: hours(8) });
  past = [await world.request(restricted), await world.request(byRule)];
});

const catalogWith = (...changed: readonly GovernanceDocument[]) => {
  const kept = DOCUMENTS.filter(({ kind, id }) => !changed.some((each) => each.kind === kind && each.id === id));
  return resolveApplied([...kept, ...changed], { revision: 2, digest });
};

async function replay(...changed: readonly GovernanceDocument[]) {
  const { catalog } = await world.governance.catalog();
  const people = await world.governance.people();
  return replayRequests(past, [catalog, catalogWith(...changed)], {
    people,
    now: world.clock.now(),
    authors: new Map(),
  });
}

const idsIn = ({ otherwise }: Awaited<ReturnType<typeof replay>>) => otherwise.map(({ id }) => id);

const ruleOf = (id: string, change: object) =>
  ({
    ...companyPolicy,
    rules: companyRules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule)),
  }) as GovernanceDocument;

describe("past requests under another catalogue", () => {
  test("are decided as they were when nothing of it is about them", async () => {
    const told = await replay({ ...orders, title: "Orders" }, { ...companyPolicy, title: "Who decides" });
    expect(told).toEqual({ requests: 2, otherwise: [] });
  });

  test("are decided by fewer once their data is of a lower class, each told in words", async () => {
    const told = await replay({ ...orders, classification: "internal", labels: [] });
    expect(told.otherwise).toEqual([
      {
        id: restricted,
        from: expect.stringMatching(/^target\.owners \(.*owen.*\), then team:security \(.*sam.*\)$/),
        to: expect.stringMatching(/^one of target\.owners and requester\.lead \(.*owen.*\)$/),
      },
    ]);
  });

  test("are refused where a limit is lower than what was asked", async () => {
    const told = await replay(ruleOf("restricted", { max: hours(2) }));
    expect(told.otherwise).toMatchObject([
      { id: restricted, to: 'refused: Cannot ask for 4h: rule "restricted" of policy "company" gives at most 2h' },
    ]);
  });

  test("are not decided otherwise by a limit that still is enough", async () => {
    expect(idsIn(await replay(ruleOf("restricted", { max: hours(4) })))).toEqual([]);
  });

  test("are refused where more has to be said than was said", async () => {
    expect(idsIn(await replay({ ...companyPolicy, justification: { min: 300 } }))).toEqual([restricted, byRule]);
  });

  test("need somebody where a rule alone was enough", async () => {
    const told = await replay(
      ruleOf("read-by-rule", {
        when: [
          { access: ["read"], classification: ["public"], environment: ["dev", "test"], duration: { max: hours(8) } },
        ],
      }),
    );
    expect(told.otherwise).toMatchObject([
      { id: byRule, from: "by rule", to: expect.stringContaining("requester.lead") },
    ]);
  });

  test("are decided by other people where only the people behind the words are others", async () => {
    const [ofOrders] = teams;
    if (ofOrders === undefined) throw new Error("There are teams");
    const told = await replay({ ...ofOrders, dataOwners: [groupName("orders-leads")] });
    expect(idsIn(told)).toEqual([restricted]);
    expect(told.otherwise[0]?.from).not.toBe(told.otherwise[0]?.to);
  });

  test("follow a dataset that has another name now", async () => {
    expect(idsIn(await replayRenamed())).toEqual([]);
  });

  test("are refused once what they were about is gone, or may be opened no longer", async () => {
    expect(idsIn(await replay({ ...s3Read, for: "glue" } as GovernanceDocument))).toEqual([restricted, byRule]);
  });
});

async function replayRenamed() {
  const { catalog } = await world.governance.catalog();
  const people = await world.governance.people();
  const renamed = DOCUMENTS.map((each) =>
    each === orders ? { ...orders, id: "sales.all-orders", formerly: ["sales.orders"] } : each,
  );
  const next = resolveApplied(renamed, { revision: 2, digest });
  return replayRequests(past, [catalog, next], { people, now: world.clock.now(), authors: new Map() });
}
