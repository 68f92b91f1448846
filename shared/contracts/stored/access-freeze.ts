import * as z from "zod";

/** The freeze switch as stored, version 1. */
export const StoredFreeze = z.strictObject({ frozen: z.boolean(), because: z.string() });

export type Freeze = z.infer<typeof StoredFreeze>;
