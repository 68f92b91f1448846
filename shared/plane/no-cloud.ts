import type { ResourceCloud } from "#shared/policy/cloud.ts";

const REFUSED = {
  kind: "unreadable",
  code: "NotPermitted",
  message: "This function may not look into accounts",
} as const;

/** For functions without a capability on resources: whatever asks anyway learns nothing, and changes nothing. */
export const NO_RESOURCES: ResourceCloud = {
  list: async () => REFUSED,
  read: async () => REFUSED,
  write: async () => ({ ...REFUSED, kind: "refused", forGood: true }),
};
