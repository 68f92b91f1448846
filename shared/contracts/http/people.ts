import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";

const id = z.string().min(1).max(200);

/** A person as the identity provider knows them. */
export const DirectoryPersonBody = z
  .strictObject({
    id: id.describe("the subject of their tokens; never changes"),
    name: z.string().min(1).max(200),
    groups: z
      .array(z.string().min(1).max(200))
      .max(500)
      .describe("by the Directory document's names, or the provider's ids"),
    manager: id.optional(),
    active: z.boolean().describe("false: left or locked; their access ends at once"),
    mail: z.email().max(320).optional(),
  })
  .meta({ id: "DirectoryPerson" });

/** Most people of one call: each is a row and its event in a transaction. */
export const MOST_PEOPLE = 1_000;

export const putPeople = {
  method: "PUT",
  path: "/v1/people",
  operation: "putPeople",
  summary: "Bring the directory up to date, from the identity provider",
  body: z
    .strictObject({ people: z.array(DirectoryPersonBody).min(1).max(MOST_PEOPLE) })
    .describe("whoever is not named stays as they are"),
  answers: {
    200: z
      .strictObject({ people: z.int(), changed: z.int(), unknownGroups: z.array(z.string()) })
      .meta({ id: "DirectoryResult" }),
  },
  problems: { 409: "somebody else changed one of them meanwhile", 422: "a person is named twice" },
  roles: ["operator"],
} as const satisfies RouteContract;
