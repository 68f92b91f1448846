import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Decision } from "#infra/emulator/decisions.ts";
import { UNSEEN_GRANTS, type Unseen } from "#test/emulator/support/unseen-grants.ts";

/** What one function's role did, was refused, and was granted without using it, while the suite ran. */
export type Privileges = {
  readonly role: string;
  readonly calls: number;
  readonly denied: readonly string[];
  readonly unused: readonly string[];
  /** Used by a role of this name in an account of an adapter's own suite, and by no story. */
  readonly bySuite: readonly string[];
  /** Of the list of what the emulator cannot see. */
  readonly unseen: readonly string[];
  /** On that list, and used all the same. */
  readonly stale: readonly string[];
};

type Resource = { readonly Type: string; readonly Properties?: { readonly [name: string]: unknown } };
type Template = { readonly Resources: { readonly [id: string]: Resource } };
type Statement = { readonly Action: string | readonly string[]; readonly Resource: unknown };

/** Every role of a stack, by its name where it has one, with the statements of its own policies. */
export function statementsIn(template: Template): ReadonlyMap<string, readonly Statement[]> {
  const granted = new Map<string, Statement[]>();
  for (const { Type, Properties = {} } of Object.values(template.Resources)) {
    if (Type !== "AWS::IAM::Policy") continue;
    const { Statement: statements } = Properties["PolicyDocument"] as { Statement: readonly Statement[] };
    for (const { Ref } of Properties["Roles"] as readonly { Ref: string }[]) {
      const name = String(template.Resources[Ref]?.Properties?.["RoleName"] ?? Ref);
      granted.set(name, [...(granted.get(name) ?? []), ...statements]);
    }
  }
  return granted;
}

const unseenOf = (role: string, action: string): Unseen | undefined =>
  UNSEEN_GRANTS.find(({ roles, actions }) => roles.test(role) && actions.includes(action));

const isUnseen = (role: string, action: string): boolean => unseenOf(role, action) !== undefined;

const isStale = (role: string, action: string): boolean =>
  isUnseen(role, action) && unseenOf(role, action)?.byChance !== true;

/** What a story refuses by name, or what is meant (docs/security.md). */
const MEANT: readonly RegExp[] = [
  /^tollgate-access: iam:GetRole arn:aws:iam::\d{12}:role\/[a-z.]+$/,
  // A role that was deleted by hand has no path for IAM either.
  /^tollgate-access: iam:(GetRolePolicy|ListRolePolicies) arn:aws:iam::\d{12}:role\/[a-z.]+$/,
  /^tollgate-access: iam:DeleteRolePolicy /,
  /^tollgate-outbox-publish: events:PutEvents /,
  // The sample company names two accounts that are not governed here.
  /^tollgate-[a-z-]+: sts:AssumeRole arn:aws:iam::(444455556666|777788889999):role\//,
];

export type Held = {
  /** The folder of the templates, as they were deployed. */
  readonly assembly: string;
  readonly stacks: readonly string[];
  /** Those that are deployed in; others are of the adapters' own suites. */
  readonly accounts: readonly string[];
};

/** The decisions of a run held against what the deployed templates grant, a row for each role. */
export function privilegesOf({ assembly, stacks, accounts }: Held, decisions: readonly Decision[]): Privileges[] {
  const granted = stacks.flatMap((stack) => [
    ...statementsIn(JSON.parse(readFileSync(join(assembly, `${stack}.template.json`), "utf8")) as Template),
  ]);
  const isDeployed = ({ principal }: Decision): boolean => accounts.includes(principal.split(":")[4] ?? "");
  const used = (of: readonly Decision[]) => new Set(of.filter(({ allowed }) => allowed).map(({ action }) => action));
  return granted
    .map(([role, statements]): Privileges => {
      const named = decisions.filter(({ principal }) => principal.includes(`:assumed-role/${role}/`));
      const own = named.filter(isDeployed);
      const [byStories, byAny] = [used(own), used(named)];
      const actions = [...new Set(statements.flatMap(({ Action }) => Action))].toSorted();
      const denied = own.filter(({ allowed }) => !allowed).map(({ action, resource }) => `${action} ${resource}`);
      return {
        role,
        calls: own.length,
        denied: [...new Set(denied)],
        unused: actions.filter((action) => !byAny.has(action) && !isUnseen(role, action)),
        bySuite: actions.filter((action) => byAny.has(action) && !byStories.has(action)),
        unseen: actions.filter((action) => !byAny.has(action) && isUnseen(role, action)),
        stale: actions.filter((action) => byAny.has(action) && isStale(role, action)),
      };
    })
    .toSorted((left, right) => left.role.localeCompare(right.role));
}

/** What must not be: granted and never used, refused unmeant, or listed as unseen and used after all. */
export const privilegeFaults = (rows: readonly Privileges[]): readonly string[] =>
  rows.flatMap(({ role, denied, unused, stale }) => [
    ...unused.map((action) => `granted but never used, ${role}: ${action}`),
    ...denied
      .map((each) => `${role}: ${each}`)
      .filter((each) => !MEANT.some((meant) => meant.test(each)))
      .map((each) => `denied, ${each}`),
    ...stale.map((action) => `used after all, so not for the list of unseen grants, ${role}: ${action}`),
  ]);

/** The report as lines of text. */
export const privilegeLines = (rows: readonly Privileges[]): readonly string[] => [
  "function or role               calls made  denied  granted but never used",
  ...rows.map(
    ({ role, calls, denied, unused }) =>
      `${role.padEnd(30)} ${String(calls).padStart(10)} ${String(denied.length).padStart(7)}  ${unused.length}`,
  ),
  ...rows.flatMap(({ role, denied }) => denied.map((each) => `denied ${role}: ${each}`)),
  ...rows.flatMap(({ role, bySuite }) =>
    bySuite.length === 0 ? [] : [`${role}, by its adapter's own suite alone: ${bySuite.join(" ")}`],
  ),
  ...UNSEEN_GRANTS.map(({ actions, because }) => `never seen: ${actions.join(" ")}: ${because}`),
];
