import type { GroupName, PersonId } from "#shared/kernel/ids.ts";

/** A person as the identity provider knows them: a cached projection, never written in a document. */
export type Person = {
  readonly id: PersonId;
  readonly name: string;
  readonly groups: readonly GroupName[];
  readonly manager?: PersonId;
  /** False: left, or locked. Counts for nothing any more. */
  readonly active: boolean;
  readonly mail?: string;
};
