/** The rare cases that journeys have to meet: a simulation that never met one of them proves nothing about it. */
export const CASES = [
  "a race that was lost",
  "an edit",
  "an edit that came too late",
  "fewer items",
  "a shorter time",
  "an activation under strict segregation",
  "a resource that was not ready",
  "a reading older than our write, waited out",
  "a cap that was reached",
  "a finding that was told",
  "a request that was told",
  "access that came back after its end was proved",
  "a policy that came back, and was removed",
  "a held change that was applied",
  "a held change that was rejected",
  "a held change whose document was another by then",
  "a held change that nobody decided in time",
  "a held change that people were reminded of",
  "a held change that was escalated",
] as const;

export type Case = (typeof CASES)[number];
