import type { Finding, Fix, Ownership } from "#shared/findings/finding.ts";
import type { Sighting } from "#shared/findings/finding-change.ts";
import { findingIdOf } from "#shared/findings/finding-identity.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { ResourceChange, ResourceState } from "#shared/policy/cloud.ts";
import {
  type ActionChange,
  afterOf,
  changeText,
  type SettingValue,
  settingOf,
  valueText,
} from "#shared/policy/enforce/action.ts";
import type { Force } from "#shared/policy/enforce/governed.ts";
import type { Violating } from "#shared/policy/judgement.ts";
import { daysOfRule } from "#shared/policy/lifecycle.ts";

/** What a violating verdict is as a finding: where, whose, how bad, and what would put it right. */
export function sightingOf(
  verdict: Violating,
  seen: {
    readonly resource: ResourceState;
    readonly owner: Ownership;
    readonly force: Force | undefined;
    readonly foundBy: Finding["foundBy"];
  },
  digest: Digest,
): Sighting {
  const { resource, owner, force, foundBy } = seen;
  const identity = { policy: verdict.policy, rule: verdict.rule, resource: resource.arn };
  return {
    ...identity,
    id: findingIdOf(identity, digest),
    about: { type: resource.type, name: resource.name, account: resource.account, region: resource.region },
    severity: force?.severity ?? "high",
    why: verdict.why,
    foundBy,
    policyHash: force?.hash ?? "",
    ...owner,
    ...(verdict.exempted === undefined ? {} : { exempted: verdict.exempted }),
    fix: fixOf(verdict, resource),
  };
}

/** The changes a verdict plans, each with the value that is there now. */
export const plannedOf = (verdict: Violating, resource: ResourceState): readonly ActionChange[] =>
  verdict.plannedChanges.map((change) => ({
    change,
    before: valueIn(resource, change),
    direction: change.set === "tag" ? "none" : verdict.direction,
  }));

/** What a setting holds in a resource as read. */
export function valueIn(resource: ResourceState, change: ResourceChange): SettingValue {
  if (change.set === "tag")
    return Object.hasOwn(resource.tags, change.key) ? (resource.tags[change.key] ?? null) : null;
  if (change.rule !== undefined) {
    return resource.lifecycle === undefined
      ? null
      : (daysOfRule(resource.lifecycle, change.control, change.rule) ?? null);
  }
  return Object.hasOwn(resource.retention, change.control) ? (resource.retention[change.control] ?? null) : null;
}

function fixOf(verdict: Violating, resource: ResourceState): Fix {
  const planned = plannedOf(verdict, resource);
  if (planned.length === 0) return { from: verdict.found, to: verdict.wanted };
  const from = planned.map(({ change, before }) => `${settingOf(change)}: ${valueText(change, before)}`).join(", ");
  const to = planned.map(({ change }) => `${settingOf(change)}: ${valueText(change, afterOf(change))}`).join(", ");
  if (resource.managedBy === undefined) return { from, to };
  return { from, to, patch: patchOf(resource.managedBy, planned) };
}

/** What to write where the resource is managed as code: the next deploy would put a write of ours back. */
function patchOf({ tool, name }: NonNullable<ResourceState["managedBy"]>, planned: readonly ActionChange[]): string {
  const where = tool === "cloudformation" ? `CloudFormation stack "${name}"` : `Terraform "${name}"`;
  const lines = planned.map(({ change, before }) => patchLine(tool, change) ?? `# ${changeText({ change, before })}`);
  return [`# ${where}`, ...lines].join("\n");
}

function patchLine(tool: "cloudformation" | "terraform", change: ResourceChange): string | undefined {
  if (change.set === "retention") return undefined;
  if (change.value === undefined) return `# take away tag ${JSON.stringify(change.key)}`;
  const [key, value] = [JSON.stringify(change.key), JSON.stringify(change.value)];
  return tool === "cloudformation" ? `Tags:\n  - Key: ${key}\n    Value: ${value}` : `tags = {\n  ${key} = ${value}\n}`;
}
