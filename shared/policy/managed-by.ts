import type { ResourceState } from "#shared/policy/cloud.ts";

/** CloudFormation tags what it makes; Terraform is known by the marker tags that teams agree on. */
export function managerOf(tags: Readonly<Record<string, string>>): ResourceState["managedBy"] {
  const stack = tags["aws:cloudformation:stack-name"];
  if (stack !== undefined) return { tool: "cloudformation", name: stack };
  const marker = Object.entries(tags).find(([key]) => /^managed[-_]?by$/i.test(key));
  if (marker?.[1].toLowerCase() !== "terraform") return undefined;
  return { tool: "terraform", name: tags["terraform:workspace"] ?? "default" };
}
