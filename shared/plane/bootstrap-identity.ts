import { groupName, personId } from "#shared/kernel/ids.ts";
import type { Identity } from "#shared/runtime/caller.ts";

/**
 * Lets members of one group of the identity provider in as operators before the directory knows anybody:
 * somebody has to lay the first catalogue and bring the first people. Whoever the directory knows, it alone
 * speaks for, so a person who left does not come back by an old group.
 */
export const withBootstrapOperators = (
  directory: Identity,
  { group, isKnown }: { readonly group: string; readonly isKnown: (subject: string) => Promise<boolean> },
): Identity => ({
  async callerOf(claims) {
    const known = await directory.callerOf(claims);
    if (known !== undefined || !claims.groups.includes(group) || (await isKnown(claims.subject))) return known;
    const { subject, signedInAt, groups } = claims;
    return {
      person: personId(subject),
      name: subject,
      groups: groups.map(groupName),
      roles: ["operator"],
      signedInAt,
    };
  },
});
