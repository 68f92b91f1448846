import type { Decision } from "#infra/emulator/decisions.ts";
import { wildcard } from "#shared/catalog/wildcard.ts";
import type { GrantedRole, Permission } from "#test/emulator/support/granted.ts";
import { UNSEEN_GRANTS, type Unseen } from "#test/emulator/support/unseen-grants.ts";

/** What one role did, was refused, and was granted without using it, while the suite ran. */
export type Privileges = {
  readonly role: string;
  readonly calls: number;
  readonly denied: readonly string[];
  /** Each an action and the pattern of ARNs on which it is granted. */
  readonly unused: readonly string[];
  /** Used by a role of this name in an account of an adapter's own suite, and by no story. */
  readonly bySuite: readonly string[];
  /** Of the list of what the emulator cannot see. */
  readonly unseen: readonly string[];
  /** On that list, and used all the same. */
  readonly stale: readonly string[];
};

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

/** The decisions of a run held against what the deployed roles were granted, a row for each role. */
export function privilegesOf(granted: readonly GrantedRole[], decisions: readonly Decision[]): Privileges[] {
  const deployed = new Set(granted.map(({ account }) => account));
  return granted
    .map(({ role, account, permissions }): Privileges => {
      const named = decisions.filter(({ principal }) => principal.includes(`:assumed-role/${role}/`));
      const own = named.filter((each) => accountOf(each) === account);
      const ofSuites = named.filter((each) => !deployed.has(accountOf(each)));
      const byStories = new Set(permissions.filter((each) => own.some(usedBy(each))));
      const used = (each: Permission) => byStories.has(each) || ofSuites.some(usedElsewhere(each, account));
      const [seen, unused] = [permissions.filter(used), permissions.filter((each) => !used(each))];
      const listed = (each: Permission) => unseenOf(role, each) !== undefined;
      return {
        role,
        calls: own.length,
        denied: [...new Set(own.filter(({ allowed }) => !allowed).map(wordsOf))],
        unused: unused.filter((each) => !listed(each)).map(wordsOf),
        bySuite: seen.filter((each) => !byStories.has(each)).map(wordsOf),
        unseen: unused.filter(listed).map(wordsOf),
        stale: seen.filter((each) => listed(each) && unseenOf(role, each)?.byChance !== true).map(wordsOf),
      };
    })
    .toSorted((left, right) => left.role.localeCompare(right.role));
}

const accountOf = ({ principal }: Decision): string => principal.split(":")[4] ?? "";

const wordsOf = ({ action, resource }: Permission): string => `${action} ${resource}`;

const unseenOf = (role: string, { action, resource }: Permission): Unseen | undefined =>
  UNSEEN_GRANTS.find(
    ({ roles, actions, resources }) =>
      roles.test(role) && actions.includes(action) && (resources === undefined || resources.test(resource)),
  );

/** Where the emulator does not tell which resource a call is about, it decides on `*`: then any pattern is used. */
function usedBy({ action, resource }: Permission): (decision: Decision) => boolean {
  const names = wildcard(resource);
  return (decision) =>
    decision.allowed && decision.action === action && (decision.resource === "*" || names(decision.resource));
}

/** An adapter's own suite has accounts of its own, and in each what the deployed role is granted there. */
const usedElsewhere = ({ action, resource }: Permission, account: string) => {
  return (decision: Decision): boolean =>
    usedBy({ action, resource: resource.replaceAll(account, accountOf(decision)) })(decision);
};

/** What must not be: granted and never used, refused unmeant, or listed as unseen and used after all. */
export const privilegeFaults = (rows: readonly Privileges[]): readonly string[] =>
  rows.flatMap(({ role, denied, unused, stale }) => [
    ...unused.map((each) => `granted but never used, ${role}: ${each}`),
    ...denied
      .map((each) => `${role}: ${each}`)
      .filter((each) => !MEANT.some((meant) => meant.test(each)))
      .map((each) => `denied, ${each}`),
    ...stale.map((each) => `used after all, so not for the list of unseen grants, ${role}: ${each}`),
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
    bySuite.length === 0 ? [] : [`${role}, by its adapter's own suite alone: ${bySuite.join(", ")}`],
  ),
  ...UNSEEN_GRANTS.map(({ actions, because }) => `never seen: ${actions.join(" ")}: ${because}`),
];
