import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Decision } from "#infra/emulator/decisions.ts";

/** What one function's role did, was refused, and was granted without using it, while the stories ran. */
export type Privileges = {
  readonly role: string;
  readonly calls: number;
  readonly denied: readonly string[];
  readonly unused: readonly string[];
};

/**
 * What the platform does in a role's name and the emulator never asks IAM about (docs/security.md): each is
 * proved by an assertion on the template instead.
 */
const NEVER_CHECKED =
  /^(logs:(CreateLogStream|PutLogEvents)|xray:.*|sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)|dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)|iam:PassRole|lambda:InvokeFunction|sts:(SetSourceIdentity|TagSession))$/;

type Resource = { readonly Type: string; readonly Properties?: { readonly [name: string]: unknown } };
type Template = { readonly Resources: { readonly [id: string]: Resource } };
type Statement = { readonly Action: string | readonly string[] };

/** Every role of a stack with the actions of its own policies. */
function grantedIn(template: Template): ReadonlyMap<string, ReadonlySet<string>> {
  const granted = new Map<string, Set<string>>();
  for (const { Type, Properties = {} } of Object.values(template.Resources)) {
    if (Type !== "AWS::IAM::Policy") continue;
    const { Statement: statements } = Properties["PolicyDocument"] as { Statement: readonly Statement[] };
    for (const { Ref } of Properties["Roles"] as readonly { Ref: string }[]) {
      const name = String(template.Resources[Ref]?.Properties?.["RoleName"] ?? Ref);
      const actions = granted.get(name) ?? new Set<string>();
      for (const action of statements.flatMap(({ Action }) => Action)) actions.add(action);
      granted.set(name, actions);
    }
  }
  return granted;
}

/** The decisions of a run held against what the deployed templates grant, a row for each role. */
export function privilegesOf(
  assembly: string,
  stacks: readonly string[],
  decisions: readonly Decision[],
): Privileges[] {
  const rows = stacks.flatMap((stack) => {
    const template = JSON.parse(readFileSync(join(assembly, `${stack}.template.json`), "utf8")) as Template;
    return [...grantedIn(template)];
  });
  return rows
    .map(([role, actions]): Privileges => {
      const own = decisions.filter(({ principal }) => principal.includes(`:assumed-role/${role}/`));
      const used = new Set(own.filter(({ allowed }) => allowed).map(({ action }) => action));
      return {
        role,
        calls: own.length,
        denied: [
          ...new Set(own.filter(({ allowed }) => !allowed).map(({ action, resource }) => `${action} ${resource}`)),
        ],
        unused: [...actions].filter((action) => !used.has(action) && !NEVER_CHECKED.test(action)).toSorted(),
      };
    })
    .toSorted((left, right) => left.role.localeCompare(right.role));
}

/** The report as lines of text. */
export const privilegeLines = (rows: readonly Privileges[]): readonly string[] => [
  "function or role                    calls  denied  granted but never used",
  ...rows.map(({ role, calls, denied, unused }) =>
    `${role.padEnd(34)} ${String(calls).padStart(6)} ${String(denied.length).padStart(7)}  ${unused.join(" ") || "-"}`.trimEnd(),
  ),
  ...rows.flatMap(({ role, denied }) => denied.map((each) => `denied ${role}: ${each}`)),
];
