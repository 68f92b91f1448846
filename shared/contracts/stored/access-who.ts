import * as z from "zod";
import type { Who } from "#shared/catalog/documents/who.ts";
import { Moment } from "#shared/contracts/stored/stored-field.ts";
import { groupName } from "#shared/kernel/ids.ts";

/** Who is meant, as a request pins it. */
export const StoredWho: z.ZodType<Who> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("team"), team: z.string(), part: z.enum(["members", "lead", "oncall"]) }),
  z.strictObject({ kind: z.literal("group"), group: z.string().transform(groupName) }),
  z.strictObject({ kind: z.literal("target"), part: z.enum(["owners", "team", "lead", "oncall", "consumers"]) }),
  z.strictObject({ kind: z.literal("requester"), part: z.enum(["team", "lead", "manager", "director"]) }),
  z.strictObject({ kind: z.literal("creator") }),
  z.strictObject({ kind: z.literal("account"), part: z.literal("team") }),
  z.strictObject({ kind: z.literal("tag"), key: z.string() }),
  z.strictObject({ kind: z.literal("policy"), part: z.literal("team") }),
]);

/** Whom silence added to those who are asked. */
export const escalationShape = {
  at: Moment,
  to: StoredWho,
  widens: z.boolean(),
};
