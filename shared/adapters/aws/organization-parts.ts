import { AwsOrganizationSource } from "#shared/adapters/aws/aws-organization-source.ts";
import { organizationsClient } from "#shared/adapters/aws/clients/organizations.ts";
import type { OrganizationSource } from "#shared/catalog/organization.ts";

/** The organization, where the environment says that the hub may read it. */
export const organizationSourceOf = (env: {
  readonly ORGANIZATION_READ: "on" | "off";
}): OrganizationSource | undefined =>
  env.ORGANIZATION_READ === "on" ? new AwsOrganizationSource(organizationsClient()) : undefined;
