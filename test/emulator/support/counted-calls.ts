import { setTimeout } from "node:timers/promises";
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
} from "@aws-sdk/client-eventbridge";
import { inject } from "vitest";
import { type Decision, readDecisions } from "#infra/emulator/decisions.ts";
import { REGION } from "#infra/emulator/environment.ts";
import type { CountedJourney } from "#test/docs/cost/counted.ts";

/** Calls of one action by one role: a function's own, or the role that functions take in a governed account. */
export type Counted = {
  readonly role: string;
  readonly action: string;
  readonly calls: number;
  /** Rows of the table that those calls write. */
  readonly rows: number;
};

/** What the functions did in one step of a journey, until they were quiet again. */
export type Step = { readonly name: string; readonly counted: readonly Counted[] };

/** Nothing was asked for this long: longer than any function takes between two calls, and than a queue delivers. */
const QUIET_MS = 4_000;
const QUIET_WITHIN_MS = 120_000;

const ROLE = /:assumed-role\/(tollgate-[a-z-]+)\//;

/** Who did it, where it was a role of the plane's; what people, the suite and the deployment do is no call of it. */
const roleOf = ({ principal }: Decision): string | undefined => ROLE.exec(principal)?.[1];

const byPlane = (decisions: readonly Decision[]): readonly Decision[] =>
  decisions.filter((decision) => roleOf(decision) !== undefined);

const sofar = (): readonly Decision[] => byPlane(readDecisions(inject("emulator").decisionLog));

/** Until the plane's functions have asked nothing for a while. @throws when they never rest */
export async function quiet(): Promise<void> {
  const until = Date.now() + QUIET_WITHIN_MS;
  for (let [seen, since] = [-1, Date.now()]; Date.now() - since < QUIET_MS; await setTimeout(200)) {
    const count = sofar().length;
    if (count !== seen) [seen, since] = [count, Date.now()];
    if (Date.now() > until)
      throw new Error(`Cannot count calls: the functions were not quiet within ${QUIET_WITHIN_MS} ms`);
  }
}

/** What the plane's functions did while `work` ran and until they were quiet. Nothing else may go on meanwhile. */
export async function countedIn<Value>(name: string, work: () => Promise<Value>) {
  const before = sofar().length;
  const value = await work();
  await quiet();
  return { value, step: { name, counted: tally(sofar().slice(before)) } satisfies Step };
}

/** An item of a transaction is authorised as what it does alone; the plane writes in no other way (DynamoDbTable). */
const WRITES = ["dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"];

const nameOf = (action: string): string => (WRITES.includes(action) ? "dynamodb:TransactWriteItems" : action);

/** One per request, whatever it had to be allowed. */
function tally(decisions: readonly Decision[]): readonly Counted[] {
  const byKind = Map.groupBy(decisions, (decision) => `${roleOf(decision)} ${nameOf(decision.action)}`);
  return [...byKind]
    .map(([kind, of]) => {
      const [role = "", action = ""] = kind.split(" ");
      const calls = new Set(of.map(({ call }, at) => call ?? `alone-${at}`)).size;
      return { role, action, calls, rows: of.filter((decision) => decision.action === "dynamodb:PutItem").length };
    })
    .toSorted((left, right) => left.role.localeCompare(right.role) || left.action.localeCompare(right.action));
}

/**
 * Runs `work` while no rule of the plane's says that it is time for anything: what is counted then is what the work
 * caused, and no sweep that happened to run beside it.
 */
export async function whileNothingIsScheduled(work: () => Promise<void>): Promise<void> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const events = new EventBridgeClient({ endpoint: inject("emulator").url, region: REGION, credentials });
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  const scheduled = Rules.filter(({ ScheduleExpression, State }) => ScheduleExpression && State === "ENABLED");
  if (scheduled.length === 0) throw new Error("Cannot hold what is scheduled: the bus has no rule with a schedule");
  for (const { Name } of scheduled) await events.send(new DisableRuleCommand({ Name }));
  try {
    await quiet();
    await work();
  } finally {
    for (const { Name } of scheduled) await events.send(new EnableRuleCommand({ Name }));
  }
}

/** Who carries events to the bus, and who tells people: the rest do what the journey is about. */
const CARRYING = ["tollgate-outbox-publish"];
const TELLING = ["tollgate-request-notify", "tollgate-finding-notify", "tollgate-change-notify"];

const callsIn = (counted: readonly Counted[]): number => counted.reduce((sum, { calls }) => sum + calls, 0);

/** All steps of a journey together, without what was `idle`: what their functions ask when there is nothing to do. */
export function journeyOf(steps: readonly Step[], idle: readonly Counted[] = []): CountedJourney {
  const all = steps.flatMap(({ counted }) => counted);
  const by = (roles: readonly string[]) => callsIn(all.filter(({ role }) => roles.includes(role)));
  const [carrying, telling] = [by(CARRYING), by(TELLING)];
  const doing = callsIn(all) - carrying - telling - callsIn(idle);
  return { doing, carrying, telling, rowsWritten: all.reduce((sum, { rows }) => sum + rows, 0) };
}

/** A journey as lines of text: per step, who did what how often; then all of it, beside the aim where it has one. */
export function journeyLines(name: string, steps: readonly Step[], [summary, aim]: readonly [string, number?]) {
  return [
    name,
    ...steps.flatMap(({ name: step, counted }) => [
      `  ${step}: ${callsIn(counted)}`,
      ...counted.map(
        ({ role, action, calls }) => `    ${role.padEnd(28)} ${action.padEnd(32)} ${String(calls).padStart(3)}`,
      ),
    ]),
    `  ${name}: ${summary}${aim === undefined ? "" : ` (aim at most ${aim})`}`,
  ];
}
