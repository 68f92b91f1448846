import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  App,
  BootstraplessSynthesizer,
  CfnParameter,
  type CfnParameterProps,
  Fn,
  type IStackSynthesizer,
  type Stack,
  type StackProps,
  Tags,
  Validations,
} from "aws-cdk-lib";
import { asInterface } from "#infra/aws/constructs/as-interface.ts";
import { ForwardStack } from "#infra/aws/forward-stack.ts";
import { MemberStack } from "#infra/aws/member-stack.ts";
import { hubBusArn } from "#infra/aws/names.ts";

/** What the template asks; StackSets and the command line give the values by these names. */
const PARAMETERS = {
  HubAccount: {
    description: "The governance account: the only one whose functions may assume the roles",
    allowedPattern: "^[0-9]{12}$",
    constraintDescription: "must be a 12-digit account number",
  },
  HubRegion: {
    description: "The region of the hub's event bus",
    allowedPattern: "^[a-z]{2}(-[a-z]+)+-[0-9]$",
    constraintDescription: "must be an AWS region, such as eu-west-1",
  },
  ExternalId: {
    description: "The same as in the hub; not a secret, but yours alone",
    allowedPattern: "^[\\w+=,.@:/-]{16,1224}$",
    constraintDescription: "must be 16 letters, digits or +=,.@:/- or more",
  },
  Enrolled: {
    description: "Whether policies may write tags and retention here; without it Tollgate only looks",
    allowedValues: ["true", "false"],
    default: "false",
  },
} as const satisfies { readonly [name: string]: CfnParameterProps };

export type MemberParameter = keyof typeof PARAMETERS;

const parameter = (name: MemberParameter): string => Fn.ref(name);

export type Tree = { readonly [key: string]: unknown };

/** What a template given in whole may have (CloudFormation quotas, "Template body size in a request"). */
export const LARGEST_INLINE = 51_200;

/**
 * The member stack for any account, without the CDK: no asset, no bootstrapping, no account in it. Where the
 * enrolled account and the one that is only looked at differ, the template asks the parameter `Enrolled`.
 *
 * @param flags - of the construct library, as in cdk.json: the template depends on them
 */
export function memberTemplate(flags: Tree): Tree {
  const [enrolled, looking] = [memberSynthesised(true, flags), memberSynthesised(false, flags)];
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Tollgate: a governed account forwards what happens in it to the hub, which may assume its roles",
    Parameters: enrolled["Parameters"],
    Conditions: { IsEnrolled: { "Fn::Equals": [{ Ref: "Enrolled" }, "true"] } },
    Resources: either(enrolled["Resources"], looking["Resources"]),
    Outputs: enrolled["Outputs"],
  };
}

/** The same for a further region of an account: it forwards its events, and that is all. */
export function forwardTemplate(flags: Tree): Tree {
  const { Parameters, Resources } = synthesised(flags, (app, props) => {
    const stack = new ForwardStack(app, "tollgate-forward", { ...props, hubBusArn: busArn() });
    ask(stack, ["HubAccount", "HubRegion"]);
    return stack;
  });
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Tollgate: a further region of a governed account forwards what happens in it to the hub",
    Parameters,
    Resources,
  };
}

const memberSynthesised = (enrolled: boolean, flags: Tree): Tree =>
  synthesised(flags, (app, props) => {
    const [hubAccount, externalId] = [parameter("HubAccount"), parameter("ExternalId")];
    const member = { ...props, hubAccount, hubBusArn: busArn(), externalId, enrolled };
    const stack = new MemberStack(app, "tollgate-member", member);
    ask(stack, ["HubAccount", "HubRegion", "ExternalId", "Enrolled"]);
    Validations.of(stack).acknowledge({
      id: "CloudFormation-Validate::W2001",
      reason: "Enrolled is asked where this stack and the one of the other kind are put together",
    });
    return stack;
  });

const busArn = (): string => hubBusArn(parameter("HubRegion"), parameter("HubAccount"));

const ask = (stack: Stack, names: readonly MemberParameter[]): void => {
  for (const name of names) new CfnParameter(stack, name, PARAMETERS[name]);
};

function synthesised(flags: Tree, stackIn: (app: App, props: StackProps) => Stack): Tree {
  // A folder of its own: under the CDK's command line the environment names that of the app around.
  const outdir = mkdtempSync(join(tmpdir(), "tollgate-member-"));
  try {
    const app = new App({ context: { ...flags }, outdir, analyticsReporting: false });
    const stack = stackIn(app, { synthesizer: asInterface<IStackSynthesizer>(new BootstraplessSynthesizer()) });
    Tags.of(app).add("Workload", "tollgate");
    return app.synth().getStackArtifact(stack.artifactId).template as Tree;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** One of two values, each where the condition says so, as deep inside as they are alike. */
function either(enrolled: unknown, looking: unknown): unknown {
  if (JSON.stringify(enrolled) === JSON.stringify(looking)) return enrolled;
  if (isTree(enrolled) && isTree(looking) && sameKeys(enrolled, looking)) {
    return Object.fromEntries(Object.entries(enrolled).map(([key, value]) => [key, either(value, looking[key])]));
  }
  if (areTrees(enrolled) && areTrees(looking) && enrolled.length === looking.length) {
    return enrolled.map((value, at) => either(value, looking[at]));
  }
  return { "Fn::If": ["IsEnrolled", enrolled, looking] };
}

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isIntrinsic(value);

/** A function of CloudFormation is one value: nothing may be asked in the middle of it. */
const isIntrinsic = (value: object): boolean => {
  const [key = "", ...more] = Object.keys(value);
  return more.length === 0 && (key === "Ref" || key.startsWith("Fn::"));
};

const areTrees = (value: unknown): value is readonly Tree[] => Array.isArray(value) && value.every(isTree);

const sameKeys = (left: Tree, right: Tree): boolean =>
  JSON.stringify(Object.keys(left)) === JSON.stringify(Object.keys(right));
