import type { Tree } from "#infra/aws/member-template.ts";

/** What IAM knows of a service, by the name of the action in lower case: cfn-lint brings it, from AWS's reference. */
export type Services = {
  readonly [prefix: string]: {
    readonly Actions: { readonly [action: string]: { readonly Resources?: readonly string[] } };
  };
};

/** Where AWS decides otherwise than its reference says, each with what tells so. */
const OTHERWISE: { readonly [action: string]: string } = {
  "ce:GetCostAndUsage": "a billing view is optional, and the primary one is asked, which has no name in a request",
  "logs:DescribeLogGroups": "a refusal names `log-group::log-stream:`, so that `log-group:*` covers it",
};

/**
 * What the identity policies of a template have wrong for AWS, by its service authorization reference: an action that there
 * is not, `*` for one that AWS scopes to resources, a resource for one that it does not scope, which then allows nothing.
 */
export function authorizationFaults(template: Tree, services: Services): readonly string[] {
  const found = Object.values(template["Resources"] as { readonly [id: string]: Resource }).flatMap((resource) =>
    statementsOf(resource).flatMap((statement) => faultsOf(statement, services)),
  );
  return [...new Set(found)].toSorted();
}

type Resource = { readonly Type: string; readonly Properties?: Tree };
type Statement = { readonly Effect: string; readonly Action: Listed; readonly Resource?: unknown };
type Listed = string | readonly string[];

const IDENTITY: ReadonlySet<string> = new Set(["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"]);

function statementsOf({ Type, Properties = {} }: Resource): readonly Statement[] {
  // A managed policy that hangs on nobody is a boundary: it grants nothing.
  if (!IDENTITY.has(Type) || Properties["Roles"] === undefined) return [];
  const { Statement: statements } = Properties["PolicyDocument"] as {
    readonly Statement: Chosen<readonly Statement[]>;
  };
  return chosen<readonly Statement[]>(statements)
    .map((each) => chosen<Statement>(each))
    .filter(({ Effect }) => Effect === "Allow");
}

/** A value, or what a condition of the template decides between. */
type Chosen<Value> = Value | { readonly "Fn::If": readonly [string, Value, Value] };

/** What is given where a condition gives the more. */
function chosen<Value>(value: Chosen<Value>): Value {
  const { "Fn::If": either } = value as { readonly "Fn::If"?: readonly [string, Value, Value] };
  return either === undefined ? (value as Value) : either[1];
}

function faultsOf({ Action, Resource: named }: Statement, services: Services): readonly string[] {
  const actions = listed(Action).filter((action) => OTHERWISE[action] === undefined);
  return actions.flatMap((action) => {
    const [prefix = "", name = ""] = action.split(":");
    const known = services[prefix]?.Actions[name.toLowerCase()];
    if (known === undefined) return [`${action}: AWS knows no such action`];
    const types = known.Resources ?? [];
    const everywhere = resourcesIn(named).includes("*");
    if (types.length > 0 && everywhere) return [`${action}: AWS scopes it to ${types.join(", ")}, and "*" is granted`];
    return types.length === 0 && !everywhere ? [`${action}: AWS scopes it to nothing, so that only "*" allows it`] : [];
  });
}

/** A condition of the template may stand for a list. */
const listed = (value: unknown): readonly string[] => resourcesIn(value).filter((each) => typeof each === "string");

function resourcesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(resourcesIn);
  if (typeof value === "string") return [value];
  const { "Fn::If": either } = (value ?? {}) as { readonly "Fn::If"?: readonly unknown[] };
  return either === undefined ? ["a resource of the template"] : resourcesIn(either[1]);
}
