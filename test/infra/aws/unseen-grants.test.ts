import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { UNSEEN_GRANTS } from "#test/emulator/support/unseen-grants.ts";
import { listOf, stacks } from "#test/infra/aws/stacks.ts";

type Resource = { readonly Type: string; readonly Properties?: { readonly [name: string]: unknown } };
type Template = { readonly Resources: { readonly [id: string]: Resource } };
type Statement = { readonly Action: string | readonly string[]; readonly Resource: unknown };

/** Every role of a stack, by its name where it has one, with the statements of its own policies. */
function statementsIn(template: Template): ReadonlyMap<string, readonly Statement[]> {
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

const { hub, member } = stacks();
const granted = [hub, member].flatMap((template) => [...statementsIn(template.toJSON() as never)]);

describe("a permission that no run on the emulator can be seen to use", () => {
  test.each(UNSEEN_GRANTS.map((each) => ({ ...each, title: `${each.roles.source}: ${each.actions[0]}` })))(
    "is granted, and proved otherwise: $title",
    ({ roles, actions, proof }) => {
      const statements = granted
        .filter(([role]) => roles.test(role))
        .flatMap(([, each]) => each)
        .filter(({ Action }) => listOf(Action).some((action) => actions.includes(action)));
      const named = new Set(statements.flatMap(({ Action }) => listOf(Action)));
      expect(actions.filter((action) => !named.has(action))).toEqual([]);
      if ("test" in proof) expect(readFileSync(proof.test, "utf8")).toContain(`test("${proof.says}"`);
      else for (const { Resource } of statements) expect(JSON.stringify(Resource)).toMatch(proof.on);
    },
  );
});
