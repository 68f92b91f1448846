import { type GrantId, grantId, type PersonId, type RequestId, requestId } from "#shared/kernel/ids.ts";

/** Everything of ours in a governed account has a name that begins so. */
export const ARTIFACT_PREFIX = "tollgate-";

/**
 * A request's id from a fresh one: lower case letters and digits only after the dash, so that no grant's
 * artifact prefix can be the beginning of another's, and no two differ by case alone.
 */
export const requestIdFrom = (fresh: string): RequestId =>
  requestId(
    `R-${fresh
      .replace(/^R-/, "")
      .replaceAll(/[^A-Za-z0-9]/g, "")
      .toLowerCase()}`,
  );

/** `R-1043`, 0 gives `G-1043-1`. */
export const grantIdOf = (request: RequestId, item: number): GrantId =>
  grantId(`G-${request.replace(/^R-/, "")}-${item + 1}`);

/** What every artifact of a grant begins with, and no artifact of another grant: `tollgate-g-1043-1-`. */
export const artifactPrefix = (grant: GrantId): string => `${ARTIFACT_PREFIX}${grant.toLowerCase()}-`;

/** `tollgate-<grantId>-<generation>`: the inline policy, and the schedule of its end. */
export const artifactName = (grant: GrantId, generation: number): string => `${artifactPrefix(grant)}${generation}`;

/** Whose artifact a name is, or undefined when it is none of ours by its form. */
export function artifactOf(name: string): { readonly grant: GrantId; readonly generation: number } | undefined {
  const match = /^tollgate-g-([a-z0-9]+-[1-9]\d*)-([1-9]\d*)$/.exec(name);
  return match?.[1] === undefined ? undefined : { grant: grantId(`G-${match[1]}`), generation: Number(match[2]) };
}

/**
 * The name of a person's role: at most 64 characters of what IAM allows in a role name (IAM user guide,
 * "IAM and AWS STS quotas, name requirements"). Characters that IAM refuses, and capitals (IAM tells
 * no names apart by case), are written as their code in base 36 between `=`: two people never share a role.
 *
 * @throws RangeError when the id is too long to be told apart in 64 characters
 */
export function roleNameOf(person: PersonId): string {
  const name = person.replaceAll(/[^a-z0-9+,.@_-]/gu, (char) => `=${char.codePointAt(0)?.toString(36)}=`);
  if (name === "" || name.length > 64) {
    throw new RangeError(`Cannot name a role after "${person}": ${name.length} characters, and IAM takes 1 to 64`);
  }
  return name;
}
