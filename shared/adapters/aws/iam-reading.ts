import { GetRoleCommand, type IAMClient, ListRolePoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import type { JsonObject } from "#shared/kernel/json.ts";

/**
 * A policy document as IAM hands it out: URL-encoded JSON (IAM API reference, GetRolePolicy).
 *
 * @throws Error when it is no JSON object
 */
export function documentIn(text: string | undefined): JsonObject {
  const parsed: unknown = JSON.parse(decodeURIComponent(text ?? ""));
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new Error("Cannot read a policy: IAM answered with something that is no document");
  }
  return parsed as JsonObject;
}

/** A role with what Tollgate holds it to. @throws NoSuchEntity when there is none */
export async function roleOf(iam: IAMClient, roleName: string) {
  const { Role, $metadata } = await iam.send(new GetRoleCommand({ RoleName: roleName }));
  return {
    path: Role?.Path,
    boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
    trust: documentIn(Role?.AssumeRolePolicyDocument),
    requestId: $metadata.requestId,
  };
}

/** The names of all inline policies of a role, page by page. */
export async function policyNames(iam: IAMClient, roleName: string) {
  const names: string[] = [];
  let requestId: string | undefined;
  let marker: string | undefined;
  do {
    const page = await iam.send(
      new ListRolePoliciesCommand({ RoleName: roleName, ...(marker === undefined ? {} : { Marker: marker }) }),
    );
    names.push(...(page.PolicyNames ?? []));
    requestId = page.$metadata.requestId;
    marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (marker !== undefined);
  return { names, requestId };
}

/** The names of all roles under a path, page by page. */
export async function roleNamesUnder(iam: IAMClient, path: string) {
  const value: string[] = [];
  let requestId: string | undefined;
  let marker: string | undefined;
  do {
    const page = await iam.send(
      new ListRolesCommand({ PathPrefix: path, ...(marker === undefined ? {} : { Marker: marker }) }),
    );
    value.push(...(page.Roles ?? []).flatMap(({ RoleName }) => (RoleName === undefined ? [] : [RoleName])));
    requestId = page.$metadata.requestId;
    marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (marker !== undefined);
  return { value, requestId };
}

/** Every role under a path with its inline policies; a role that goes while we look is passed over. */
export async function rolesUnder(iam: IAMClient, path: string) {
  const names = await roleNamesUnder(iam, path);
  const value: { readonly roleName: string; readonly policyNames: readonly string[] }[] = [];
  for (const roleName of names.value) {
    const policies = await namesIfThere(iam, roleName);
    if (policies !== undefined) value.push({ roleName, policyNames: policies });
  }
  return { value, requestId: names.requestId };
}

async function namesIfThere(iam: IAMClient, roleName: string): Promise<readonly string[] | undefined> {
  try {
    return (await policyNames(iam, roleName)).names;
  } catch (fault) {
    if (fault instanceof Error && fault.name === "NoSuchEntityException") return undefined;
    throw fault;
  }
}
