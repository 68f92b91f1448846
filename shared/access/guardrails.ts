import type { AccessAsk } from "#shared/access/access-ask.ts";
import type { Guardrail, Item, Pin } from "#shared/access/access-request.ts";
import type { Facts } from "#shared/access/facts.ts";
import type { HeldGrant } from "#shared/access/holdings.ts";
import { maxConcurrentOf, maxDurationOf, maxTotalOf } from "#shared/access/pin.ts";
import type { Plan } from "#shared/access/plan.ts";
import { documentSize } from "#shared/access/policy-document.ts";
import { notSegregated } from "#shared/access/segregation.ts";
import { canBeDecided } from "#shared/access/stages.ts";
import type { Refused } from "#shared/catalog/decision.ts";
import { peopleOfAll } from "#shared/catalog/people-of.ts";
import { isStrict } from "#shared/catalog/rule-authors.ts";
import { manyWords } from "#shared/catalog/who-words.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import type { Result } from "#shared/kernel/result.ts";
import type { Millis } from "#shared/kernel/time.ts";

/** All inline policies of one role together (IAM user guide, "IAM and AWS STS quotas"). */
export const ROLE_POLICY_CHARACTERS = 10_240;

export type CheckInput = {
  readonly ask: AccessAsk;
  readonly items: readonly Item[];
  readonly pin: Result<Pin, Refused>;
  readonly plans: readonly Plan[];
  readonly openGrants: readonly HeldGrant[];
  readonly facts: Facts;
};

type Check = (input: CheckInput) => Omit<Guardrail, "check">;

const pass = (because: string) => ({ result: "pass", because }) as const;
const fail = (because: string) => ({ result: "fail", because }) as const;
const warn = (because: string) => ({ result: "warn", because }) as const;

/** What must hold before anything is granted. Every check answers, whatever the others say. */
export const guardrails = (input: CheckInput): readonly Guardrail[] =>
  CHECKS.map(([check, run]) => ({ check, ...run(input) }));

/** A check that rests on the decision rights: without them there is nothing to compare with. */
const withPin =
  (run: (pin: Pin, input: CheckInput) => Omit<Guardrail, "check">): Check =>
  (input) =>
    input.pin.ok ? run(input.pin.value, input) : fail("No decision rights to go by");

const rights: Check = ({ pin }) =>
  pin.ok ? pass(pin.value.items.map(({ policy, rule }) => `${policy}/${rule}`).join(", ")) : fail(pin.error.because);

const active: Check = ({ ask, facts }) => {
  const gone = people(ask).filter((id) => facts.people.find(id)?.active !== true);
  return gone.length === 0
    ? pass("In the directory, and active")
    : fail(`Not active in the directory: ${gone.join(", ")}`);
};

const bothOf = ({ requester, beneficiary = requester }: AccessAsk) => ({ requester, beneficiary });

const people = (ask: AccessAsk) => [...new Set([ask.requester, ask.beneficiary ?? ask.requester])];

const eligible = withPin((pin, { ask, items, facts }) => {
  for (const [index, { ask: who, policy }] of pin.items.entries()) {
    const target = { kind: "dataset", id: items[index]?.dataset ?? "" } as const;
    const may = peopleOfAll(who, { ...facts, target, requester: ask.requester });
    const not = people(ask).find((id) => !may.includes(id));
    if (not !== undefined)
      return fail(`Policy "${policy}" lets ${manyWords(who, target.id)} ask, and ${not} is none of them`);
  }
  return pass("May ask");
});

const duration = withPin((pin, { ask }) => {
  const max = maxDurationOf(pin) as Millis;
  return ask.duration <= max ? pass(longest(max)) : fail(`${formatDuration(ask.duration)} asked; ${longest(max)}`);
});

const longest = (max: number): string =>
  Number.isFinite(max) ? `At most ${formatDuration(max as Millis)}` : "No limit is set";

const total = withPin((pin, { ask }) => {
  const max = maxTotalOf(pin, ask.duration);
  return ask.duration <= max
    ? pass(`In total ${longest(max).toLowerCase()}`)
    : fail(`In total ${longest(max).toLowerCase()}`);
});

const concurrency = withPin((pin, { items, openGrants, ask }) => {
  const max = maxConcurrentOf(pin);
  const asked = ask.extends === undefined ? openGrants.length + items.length : openGrants.length;
  return asked <= max
    ? pass(`${asked} live grants with this`)
    : fail(`${asked} live grants with this; at most ${max} are allowed`);
});

const counted = (count: number): string => (count === 1 ? "1 character" : `${count} characters`);

const justification = withPin((pin, { ask }) => {
  const min = Math.max(...pin.items.map((each) => each.justificationMin));
  const said = [...ask.justification.trim()].length;
  return said >= min
    ? pass(`the justification has ${counted(said)}`)
    : fail(`the justification has ${counted(said)}; at least ${min} are asked`);
});

const ticket = withPin((pin, { ask, facts }) => {
  const pattern = facts.catalog.company.ticket;
  const required = pin.items.some(({ ticketRequired }) => ticketRequired);
  if (ask.ticket === undefined)
    return required ? fail(`A ticket is required${likeOf(pattern)}`) : pass("None is required");
  if (ask.ticket.length > 100) return fail("The ticket is longer than 100 characters");
  const fits = pattern === undefined || new RegExp(`^(?:${pattern})$`, "u").test(ask.ticket);
  return fits ? pass(`Ticket ${ask.ticket}`) : fail(`"${ask.ticket}" is no ticket${likeOf(pattern)}`);
});

const likeOf = (pattern: string | undefined): string => (pattern === undefined ? "" : `, written like ${pattern}`);

const fourPeople = withPin((pin, { ask, facts }) => {
  const because = notSegregated(pin, bothOf(ask), facts);
  if (because !== undefined) return fail(because);
  return pass(
    isStrict(facts.catalog)
      ? "Requester, beneficiary and author of the rule are different people"
      : "Segregation is basic: who decides is neither requester nor beneficiary",
  );
});

const segregation = withPin((pin, { ask, items, facts }) => {
  if (pin.stages.length === 0) return pass("Approved by rule");
  if (canBeDecided({ ...bothOf(ask), items, pin }, facts)) return pass("Enough other people can decide");
  const author = isStrict(facts.catalog) ? ", and the author of the rule" : "";
  return fail(`Nobody could decide: there are not enough people besides the requester and the beneficiary${author}`);
});

const compiled: Check = ({ plans }) => {
  const problems = plans.flatMap((plan) => plan.problems);
  return problems.length === 0
    ? pass("Compiled from its template, both dates in every Allow")
    : fail(problems.join("; "));
};

const residency: Check = ({ items, facts: { catalog } }) => {
  for (const { dataset, account } of items) {
    const at = catalog.datasets.get(dataset)?.at.find((each) => each.account === account);
    const allowed = catalog.company.residency?.[at?.classification ?? ""];
    const regions = catalog.accounts.get(account)?.regions ?? [];
    const outside = allowed === undefined ? [] : regions.filter((region) => !allowed.includes(region));
    if (outside.length > 0 && outside.length === regions.length) {
      return fail(
        `${at?.classification} data may be in ${allowed?.join(", ")} only; "${account}" is in ${regions.join(", ")}`,
      );
    }
    if (outside.length > 0) return warn(`"${account}" is also in ${outside.join(", ")}, where such data may not be`);
  }
  return pass("Where such data may be");
};

/** Per account, because each has its own role: what is live or asked, and while extended two generations. */
const size: Check = ({ items, plans, openGrants, ask }) => {
  for (const account of new Set(items.map(({ accountNumber }) => accountNumber))) {
    const live = openGrants
      .filter((grant) => grant.account === account)
      .reduce((sum, { characters }) => sum + characters, 0);
    const asked = plans
      .filter((_, index) => items[index]?.accountNumber === account)
      .reduce((sum, { document }) => sum + (document === undefined ? 0 : documentSize(document)), 0);
    if (live + asked > ROLE_POLICY_CHARACTERS) {
      const who = ask.beneficiary ?? ask.requester;
      return fail(
        `The role of ${who} would hold ${live + asked} characters of policy; IAM takes ${ROLE_POLICY_CHARACTERS}`,
      );
    }
  }
  return pass(`Within the ${ROLE_POLICY_CHARACTERS} characters of a role`);
};

const freeze: Check = ({ facts: { frozen } }) =>
  frozen.frozen ? warn(`Activation waits: ${frozen.because}`) : pass("Nothing is frozen");

const CHECKS: readonly (readonly [string, Check])[] = [
  ["decision-rights", rights],
  ["active", active],
  ["eligibility", eligible],
  ["duration", duration],
  ["total", total],
  ["concurrency", concurrency],
  ["justification", justification],
  ["ticket", ticket],
  ["four-people", fourPeople],
  ["segregation", segregation],
  ["policy", compiled],
  ["residency", residency],
  ["size", size],
  ["freeze", freeze],
];
