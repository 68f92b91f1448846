import type { DocumentBase } from "#shared/catalog/documents/document.ts";
import type { GroupName } from "#shared/kernel/ids.ts";

/** A team, by groups of the identity provider: people are never listed. */
export type Team = DocumentBase & {
  readonly kind: "Team";
  readonly members: readonly GroupName[];
  readonly lead: readonly GroupName[];
  /** They approve for the team's datasets that name no `owners`. */
  readonly dataOwners: readonly GroupName[];
  readonly costCenter?: string;
  /** A role mailbox. */
  readonly mail?: string;
  /** The id of a Calendar. */
  readonly oncall?: string;
};
