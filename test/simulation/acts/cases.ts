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
] as const;

export type Case = (typeof CASES)[number];
