import * as z from "zod";
import { GrantRef, RequestRef } from "#shared/contracts/stored/access-field.ts";
import { Person } from "#shared/contracts/stored/stored-field.ts";
import { epochMillis } from "#shared/kernel/time.ts";

/** What a grant's end schedule carries. */
export const GrantShot = z.strictObject({ grant: GrantRef });

/** Since when people waited for a grant, where its event says so. */
export const GrantWaited = z.object({ wantedFrom: z.int().transform(epochMillis) });

/** The part of a stored event that says which row to look at. Everything else is read from the row. */
export const AccessHint = z.object({
  aggregate: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("access-request"), id: RequestRef }),
    z.strictObject({ kind: z.literal("grant"), id: GrantRef }),
    z.strictObject({ kind: z.literal("person"), id: Person }),
  ]),
});

export type HintedRow = z.infer<typeof AccessHint>["aggregate"];
