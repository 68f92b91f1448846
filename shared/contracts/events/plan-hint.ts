import * as z from "zod";

/** The part of a stored event that says which plan to look at, and which of its changes; none named: all. */
export const PlanHint = z.object({
  aggregate: z.strictObject({ kind: z.literal("catalog-plan"), id: z.string().startsWith("P-") }),
  data: z.object({ documents: z.array(z.string()).optional() }),
});
