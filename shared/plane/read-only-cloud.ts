import type { ResourceCloud } from "#shared/policy/cloud.ts";

/**
 * The same accounts, from which everything can be learned and in which nothing can be changed: no caller gets
 * round it, because nobody is given what is behind it.
 *
 * @param because why nothing is written, as a clause without a full stop
 */
export const readOnlyCloud = (cloud: ResourceCloud, because: string): ResourceCloud => ({
  readOnly: because,
  list: (where, cursor) => cloud.list(where, cursor),
  read: (ref, known) => cloud.read(ref, known),
  write: async () => ({ kind: "refused", code: "ReadOnly", message: because, forGood: true }),
});
